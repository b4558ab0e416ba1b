import { enums, SignaturePacket, type Key } from 'openpgp';
import { mayFlagsSign } from './key-flags.ts';
import type { KeyPacket } from './key-packet.ts';

/** Reasons after which earlier signatures still count: superseded and retired (RFC 9580 section 5.2.3.31). */
const softReasons: readonly unknown[] = [enums.reasonForRevocation.keySuperseded, enums.reasonForRevocation.keyRetired];

/** What the owner of a key declares about it. */
export interface KeyDeclaration {
  /** Whether the key may sign; `undefined` flags leave it open. */
  readonly flags: Uint8Array | undefined;
  /** Seconds after the key's creation, absent when it lasts for ever. */
  readonly lifetimeSeconds: number | undefined;
}

export interface Revocation {
  /** Whether no signature of the key counts any more, whatever its time. */
  readonly isTotal: boolean;
  readonly timeSeconds: number;
}

/** The owner's newest declaration about a primary key; undefined when no self-signature is sound. */
export async function readPrimaryDeclaration(certificate: Key): Promise<KeyDeclaration | undefined> {
  const onUsers = await Promise.all(certificate.users.map((user) => keepSound(user.selfCertifications, {
    issuer: certificate.keyPacket, type: enums.signature.certGeneric, data: { userID: user.userID, userAttribute: user.userAttribute, key: certificate.keyPacket },
  })));
  const onKey = await keepSound(directSignatures(certificate), { issuer: certificate.keyPacket, type: enums.signature.key, data: { key: certificate.keyPacket } });
  // Version 6 keys say it in a signature on the key, version 4 keys in one on a user id.
  const groups = certificate.keyPacket.version === 6 ? [onKey, onUsers.flat()] : [onUsers.flat(), onKey];
  return declare(newest(groups.find((group) => group.length > 0) ?? []));
}

/** The owner's newest declaration about a subkey; undefined when none is sound, or a key for signing does not sign back. */
export async function readSubkeyDeclaration(certificate: Key, subkey: Key['subkeys'][number]): Promise<KeyDeclaration | undefined> {
  const data = { key: certificate.keyPacket, bind: subkey.keyPacket };
  const binding = newest(await keepSound(subkey.bindingSignatures, { issuer: certificate.keyPacket, type: enums.signature.subkeyBinding, data }));
  if (binding === undefined || !mayFlagsSign(binding.keyFlags)) return undefined;
  const back = binding.embeddedSignature === null ? [] : [binding.embeddedSignature];
  const sound = await keepSound(back, { issuer: subkey.keyPacket, type: enums.signature.keyBinding, data });
  return sound.length === 0 ? undefined : declare(binding);
}

/** The revocations of a key by its owner that are sound; those by others cannot be checked and are left out. */
export async function readRevocations(certificate: Key, subkey?: Key['subkeys'][number]): Promise<readonly Revocation[]> {
  const signatures = subkey === undefined
    ? await keepSound(certificate.revocationSignatures, { issuer: certificate.keyPacket, type: enums.signature.keyRevocation, data: { key: certificate.keyPacket } })
    : await keepSound(subkey.revocationSignatures, { issuer: certificate.keyPacket, type: enums.signature.subkeyRevocation, data: { key: certificate.keyPacket, bind: subkey.keyPacket } });
  return signatures.map((signature) => ({ isTotal: !softReasons.includes(signature.reasonForRevocationFlag), timeSeconds: seconds(signature.created) }));
}

/** A time as openpgp gives it, in seconds since 1970. */
export function seconds(date: Date | null): number {
  return Math.floor((date?.getTime() ?? 0) / 1000);
}

interface Claim {
  readonly issuer: KeyPacket;
  readonly type: enums.signature;
  readonly data: object;
}

/** Each is checked at its own time, so that no clock decides. */
async function keepSound(signatures: readonly SignaturePacket[], { issuer, type, data }: Claim): Promise<readonly SignaturePacket[]> {
  const verdicts = await Promise.all(signatures.map((signature) => signature.verify(issuer, type, data, signature.created ?? new Date(0)).then(() => true, () => false)));
  return signatures.filter((_, index) => verdicts[index]);
}

/** Not among openpgp's types, yet read by it from every certificate. */
function directSignatures(certificate: Key): readonly SignaturePacket[] {
  const signatures: unknown = Reflect.get(certificate, 'directSignatures');
  return Array.isArray(signatures) ? signatures.filter((one) => one instanceof SignaturePacket) : [];
}

function newest(signatures: readonly SignaturePacket[]): SignaturePacket | undefined {
  return [...signatures].sort((left, right) => seconds(right.created) - seconds(left.created))[0];
}

function declare(signature: SignaturePacket | undefined): KeyDeclaration | undefined {
  if (signature === undefined) return undefined;
  return { flags: signature.keyFlags ?? undefined, lifetimeSeconds: signature.keyExpirationTime || undefined };
}
