import { ReleaseError } from '@bigpanda/release-model';
import type { CertifiedKey } from './certificate/certificate.ts';
import { readPlainCertificate } from './certificate/plain-certificate.ts';
import { splitArmor } from './packet/armor-blocks.ts';
import { isSignedBy } from './packet/signature-check.ts';
import { readSignaturePacket, type SignaturePacket } from './packet/signature-reader.ts';
import type { SignatureVerdict, Verifier } from './signer.ts';

/** How far a signature's time may lie after the clock: clocks of two machines differ. */
const clockToleranceSeconds = 300;

export interface VerifierOptions {
  /**
   * The present time, in seconds since 1970. With it, a key or a signature that has expired by now counts no more, nor does one from the future.
   * Without it, a signature is judged at the time that it states, which gives the same verdict for ever.
   */
  readonly nowSeconds?: number;
}

/**
 * A verifier that accepts signatures of the keys for signing, primary keys and subkeys, in the given armored texts; a text may hold several certificates.
 * RSA from 2,048 bits, Ed25519, ECDSA on P-256, P-384 and P-521. The signature must lie within the life of its key, before a revocation as
 * "superseded" or "retired", and counts never after any other revocation. Revocations by other keys cannot be checked and are not looked at.
 * @throws ReleaseError `PUBLIC_KEY_INVALID` for a text without a usable key
 */
export async function createVerifier(armoredPublicKeys: readonly string[], { nowSeconds }: VerifierOptions = {}): Promise<Verifier> {
  const trusted = (await Promise.all(armoredPublicKeys.map(readTrustedKeys))).flat();
  return {
    fingerprints: trusted.filter((key) => !isRevokedWholly(key)).map(({ fingerprint }) => fingerprint),
    verify: async (data, signature) => judge(trusted, { data, packet: readSignaturePacket(signature), nowSeconds }),
  };
}

type TrustedKey = Omit<CertifiedKey, 'packet'>;

async function readTrustedKeys(armored: string): Promise<readonly TrustedKey[]> {
  const plain = splitArmor(armored).map((block) => readPlainCertificate(block)?.key);
  if (plain.every((key) => key !== undefined)) return plain;
  const [{ readKeys }, { readSigningKeys }] = await Promise.all([import('openpgp'), import('./certificate/certificate.ts')]);
  const certificates = await Promise.all(splitArmor(armored).map((block) => readKeys({ armoredKeys: block }))).catch((cause: unknown) => {
    throw invalidKey((cause as Error).message, cause);
  });
  const keys = (await Promise.all(certificates.flat().map(readSigningKeys))).flat();
  if (keys.some((key) => !isRevokedWholly(key))) return keys;
  throw invalidKey(keys.length > 0 ? 'every key in it is revoked' : 'it holds no RSA, Ed25519 or ECDSA key that may sign');
}

function isRevokedWholly({ revocations }: TrustedKey): boolean {
  return revocations.some(({ isTotal }) => isTotal);
}

function invalidKey(fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('PUBLIC_KEY_INVALID', `read an armored public key: ${fact}`, {
    exitStatus: 2,
    cause,
    hint: 'Give the armored public key of a key that signs, as "gpg --armor --export" prints it.',
  });
}

interface Evidence {
  readonly data: Uint8Array;
  readonly packet: SignaturePacket | string;
  readonly nowSeconds: number | undefined;
}

function judge(trusted: readonly TrustedKey[], { data, packet, nowSeconds }: Evidence): SignatureVerdict {
  if (typeof packet === 'string') return { valid: false, reason: packet };
  const { timeSeconds } = packet;
  if (timeSeconds === undefined) return { valid: false, reason: 'the signature does not say when it was made' };
  const candidates = trusted.filter(({ fingerprint, version }) => mayBeIssuer(packet, { fingerprint, version }));
  if (candidates.length === 0) {
    return { valid: false, reason: `the key "${packet.issuerFingerprint ?? packet.issuerKeyId ?? 'unnamed'}" is not one of the accepted keys` };
  }
  const key = candidates.find((candidate) => isSignedBy(candidate, data, packet));
  if (key === undefined) return { valid: false, reason: 'the signature does not fit the data' };
  const reason = refuseKey(key, timeSeconds) ?? (nowSeconds === undefined ? undefined : refuseNow(key, packet, { timeSeconds, nowSeconds }));
  return reason === undefined ? { valid: true, fingerprint: key.fingerprint, timeSeconds } : { valid: false, reason };
}

/**
 * Whether a signature names this key, by all the names it has: rpm looks for the key by the id, which no signature covers, and would not find it by another.
 * The key id is the end of a version 4 fingerprint and the beginning of later ones (RFC 9580 section 5.5.4).
 */
function mayBeIssuer(packet: SignaturePacket, { fingerprint, version }: { readonly fingerprint: string; readonly version: number }): boolean {
  if (packet.issuerFingerprint !== undefined && packet.issuerFingerprint !== fingerprint) return false;
  return packet.issuerKeyId === undefined || packet.issuerKeyId === (version === 4 ? fingerprint.slice(-16) : fingerprint.slice(0, 16));
}

function refuseKey(key: TrustedKey, timeSeconds: number): string | undefined {
  const { fingerprint, createdSeconds, expiresSeconds = Number.POSITIVE_INFINITY, revocations } = key;
  if (isRevokedWholly(key)) return `the key "${fingerprint}" is revoked`;
  const made = `the signature is of ${formatDay(timeSeconds)}`;
  if (timeSeconds < createdSeconds) return `${made}, before the key "${fingerprint}" was made on ${formatDay(createdSeconds)}`;
  if (timeSeconds >= expiresSeconds) return `${made}, after the key "${fingerprint}" expired on ${formatDay(expiresSeconds)}`;
  const revoked = revocations.find((revocation) => timeSeconds >= revocation.timeSeconds);
  return revoked === undefined ? undefined : `${made}, after the key "${fingerprint}" was revoked on ${formatDay(revoked.timeSeconds)}`;
}

interface Moment {
  readonly timeSeconds: number;
  readonly nowSeconds: number;
}

function refuseNow(key: TrustedKey, packet: SignaturePacket, { timeSeconds, nowSeconds }: Moment): string | undefined {
  const { fingerprint, expiresSeconds } = key;
  if (timeSeconds > nowSeconds + clockToleranceSeconds) return `the signature is of ${formatDay(timeSeconds)}, in the future`;
  if (expiresSeconds !== undefined && nowSeconds >= expiresSeconds) return `the key "${fingerprint}" expired on ${formatDay(expiresSeconds)}`;
  const ends = timeSeconds + (packet.lifetimeSeconds ?? Number.POSITIVE_INFINITY);
  return nowSeconds >= ends ? `the signature expired on ${formatDay(ends)}` : undefined;
}

function formatDay(timeSeconds: number): string {
  return new Date(timeSeconds * 1000).toISOString().slice(0, 10);
}
