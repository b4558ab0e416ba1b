import { requireAlive } from '../certificate/key-life.ts';
import type { Signer } from '../signer.ts';
import { signWithEd25519 } from './ed25519-signature.ts';
import { chooseSigningKey, type ChosenKey } from './key-choice.ts';
import { signWithRsa } from './rsa-signature.ts';
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
    sign: async (data, timeSeconds) => signData(key, data, Math.max(timeSeconds, key.createdSeconds)),
  };
  await key.check(await signer.sign(trial, key.createdSeconds), trial);
  return signer;
}

async function signData(key: ChosenKey, data: Uint8Array, timeSeconds: number): Promise<Uint8Array> {
  requireAlive(key, timeSeconds);
  const { algorithm, key: privateKey } = key.privateKey;
  const choice = { key: privateKey, fingerprint: key.fingerprint, timeSeconds };
  return algorithm === 'rsa' ? signWithRsa(data, choice) : signWithEd25519(data, { ...choice, algorithm });
}
