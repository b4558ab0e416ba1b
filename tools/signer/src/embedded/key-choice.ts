import type { PrivateKey } from 'openpgp';
import { readSigningKeys, type CertifiedKey } from '../certificate/certificate.ts';
import { toPrivateKey, type PrivateSigningKey } from '../certificate/private-key.ts';
import { isSignedBy } from '../packet/signature-check.ts';
import { readSignaturePacket } from '../packet/signature-reader.ts';
import { invalidKey } from './unlocked-key.ts';

/** The key of a certificate that signs. */
export interface ChosenKey {
  readonly fingerprint: string;
  readonly createdSeconds: number;
  readonly expiresSeconds: number | undefined;
  readonly privateKey: PrivateSigningKey;
  /**
   * Checks a signature of the private key with the public one.
   * @throws ReleaseError `KEY_INVALID`
   */
  readonly check: (signature: Uint8Array, data: Uint8Array) => Promise<void>;
}

/**
 * The newest subkey that may sign and whose secret is there, as gpg chooses, else the primary key.
 * @throws ReleaseError `KEY_INVALID`
 */
export async function chooseSigningKey(certificate: PrivateKey, place: string): Promise<ChosenKey> {
  const keys = (await readSigningKeys(certificate)).filter(({ version, revocations }) => version === 4 && revocations.length === 0);
  const chosen = keys.map((key) => ({ key, privateKey: openPrivateKey(key, place) })).find(({ privateKey }) => privateKey !== undefined);
  if (chosen?.privateKey === undefined) throw invalidKey(place, 'it holds the secret of no RSA or Ed25519 key that may sign, is not revoked and has a sound signature of its owner');
  const { fingerprint, createdSeconds, expiresSeconds } = chosen.key;
  return {
    fingerprint,
    createdSeconds,
    expiresSeconds,
    privateKey: chosen.privateKey,
    check: async (signature, data) => {
      const packet = readSignaturePacket(signature);
      if (typeof packet === 'string' || !isSignedBy(chosen.key, data, packet)) throw invalidKey(place, 'its secret part is damaged');
    },
  };
}

/** node:crypto refuses numbers that do not belong together. */
function openPrivateKey(key: CertifiedKey, place: string): PrivateSigningKey | undefined {
  try {
    return toPrivateKey(key.packet);
  } catch {
    throw invalidKey(place, 'its secret part is damaged');
  }
}
