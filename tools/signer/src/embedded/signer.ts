import { requireAlive } from '../certificate/key-life.ts';
import { writeHashedHead } from '../packet/signature-writer.ts';
import type { Signer } from '../signer.ts';
import { chooseSigningKey, type ChosenKey } from './key-choice.ts';
import { signData } from './signature.ts';
import { unlockKey, type LockedKey } from './unlocked-key.ts';

/** Signed and checked once, so that a damaged key never signs a package. */
const trial = Buffer.from('bigpanda');

/**
 * A signer that holds its key in this process; openpgp reads the key and node:crypto makes the signatures: RSA with SHA-256, Ed25519 with SHA-512.
 * @throws ReleaseError `KEY_INVALID`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`; no message holds key material
 */
export async function createEmbeddedSigner(locked: LockedKey): Promise<Signer> {
  const certificate = await unlockKey(locked);
  const key = await chooseSigningKey(certificate, locked.place);
  const signer: Signer = {
    kind: 'embedded',
    algorithm: key.privateKey.algorithm,
    fingerprint: key.fingerprint,
    createdSeconds: key.createdSeconds,
    publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n'),
    sign: async (data, timeSeconds) => signAt(key, data, Math.max(timeSeconds, key.createdSeconds)),
  };
  await key.check(await signer.sign(trial, key.createdSeconds), trial);
  return signer;
}

async function signAt(key: ChosenKey, data: Uint8Array, timeSeconds: number): Promise<Uint8Array> {
  requireAlive(key, timeSeconds);
  const { privateKey, fingerprint } = key;
  return signData(data, { privateKey, fingerprint, head: writeHashedHead({ algorithm: privateKey.algorithm, timeSeconds, fingerprint }) });
}
