import { readSigningKeys, type CertifiedKey } from '../certificate/certificate.ts';
import { toPrivateKey, type PrivateSigningKey } from '../certificate/private-key.ts';
import type { ChosenKey } from './chosen-key.ts';
import { invalidKey } from './invalid-key.ts';
import type { LockedKey } from './locked-key.ts';
import { unlockKey } from './unlocked-key.ts';

/**
 * The newest subkey that may sign and whose secret is there, as gpg chooses, else the primary key; openpgp reads the certificate.
 * @throws ReleaseError `KEY_INVALID`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`
 */
export async function chooseSigningKey(locked: LockedKey): Promise<ChosenKey> {
  const [certificate, { place }] = [await unlockKey(locked), locked];
  const keys = (await readSigningKeys(certificate)).filter(({ version, revocations }) => version === 4 && revocations.length === 0);
  const chosen = keys.map((key) => ({ key, privateKey: openPrivateKey(key, place) })).find(({ privateKey }) => privateKey !== undefined);
  if (chosen?.privateKey === undefined) throw invalidKey(place, 'it holds the secret of no RSA or Ed25519 key that may sign, is not revoked and has a sound signature of its owner');
  return { key: chosen.key, privateKey: chosen.privateKey, publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n') };
}

/** node:crypto refuses numbers that do not belong together. */
function openPrivateKey(key: CertifiedKey, place: string): PrivateSigningKey | undefined {
  try {
    return toPrivateKey(key.packet);
  } catch {
    throw invalidKey(place, 'its secret part is damaged');
  }
}
