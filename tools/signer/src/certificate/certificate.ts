import type { Key } from 'openpgp';
import { mayFlagsSign } from './key-flags.ts';
import type { KeyPacket } from './key-packet.ts';
import { toPublicKey, type PublicKey } from './public-key.ts';
import { readPrimaryDeclaration, readRevocations, readSubkeyDeclaration, seconds, type KeyDeclaration, type Revocation } from './self-signature.ts';

/** A key that may sign data, and when. */
export interface CertifiedKey extends PublicKey {
  /** 40 lower-case hex digits, 64 of a version 6 key. */
  readonly fingerprint: string;
  readonly version: number;
  readonly packet: KeyPacket;
  readonly createdSeconds: number;
  /** The first second at which it may not sign any more, absent when it lasts for ever. */
  readonly expiresSeconds: number | undefined;
  readonly revocations: readonly Revocation[];
}

/**
 * The keys of a certificate that its owner lets sign data: subkeys first, the newest of them first, the primary key last.
 * Keys of algorithms that are not known here are left out, and so are keys without a sound signature of their owner.
 */
export async function readSigningKeys(certificate: Key): Promise<readonly CertifiedKey[]> {
  const declaration = await readPrimaryDeclaration(certificate);
  if (declaration === undefined) return [];
  const revocations = await readRevocations(certificate);
  const primary = describe(certificate, { declaration, revocations, latestSeconds: undefined });
  const subkeys = await Promise.all(certificate.subkeys.map(async (subkey) => {
    const own = await readSubkeyDeclaration(certificate, subkey);
    if (own === undefined) return undefined;
    return describe(subkey, { declaration: own, revocations: [...revocations, ...await readRevocations(certificate, subkey)], latestSeconds: expiryOf(certificate, declaration) });
  }));
  const found = subkeys.filter((key) => key !== undefined).sort((left, right) => right.createdSeconds - left.createdSeconds);
  return primary === undefined || !mayFlagsSign(declaration.flags) ? found : [...found, primary];
}

interface Circumstances {
  readonly declaration: KeyDeclaration;
  readonly revocations: readonly Revocation[];
  /** When the primary key of a subkey expires. */
  readonly latestSeconds: number | undefined;
}

function describe(key: Key | Key['subkeys'][number], { declaration, revocations, latestSeconds }: Circumstances): CertifiedKey | undefined {
  const publicKey = toPublicKey(key.keyPacket);
  if (publicKey === undefined) return undefined;
  const expiry = expiryOf(key, declaration);
  return {
    ...publicKey,
    fingerprint: key.getFingerprint(),
    version: key.keyPacket.version,
    packet: key.keyPacket,
    createdSeconds: seconds(key.getCreationTime()),
    expiresSeconds: expiry === undefined || latestSeconds === undefined ? expiry ?? latestSeconds : Math.min(expiry, latestSeconds),
    revocations,
  };
}

function expiryOf(key: Key | Key['subkeys'][number], { lifetimeSeconds }: KeyDeclaration): number | undefined {
  return lifetimeSeconds === undefined ? undefined : seconds(key.getCreationTime()) + lifetimeSeconds;
}
