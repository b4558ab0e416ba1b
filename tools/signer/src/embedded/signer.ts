import { requireAlive } from '../certificate/key-life.ts';
import { isSignedBy } from '../packet/signature-check.ts';
import { readSignaturePacket } from '../packet/signature-reader.ts';
import { writeHashedHead } from '../packet/signature-writer.ts';
import type { Signer } from '../signer.ts';
import { openSigningKey, type ChosenKey } from './chosen-key.ts';
import { invalidKey } from './invalid-key.ts';
import type { LockedKey } from './locked-key.ts';
import { signData } from './signature.ts';

/** Signed and checked once, so that a damaged key never signs a package. */
const trial = Buffer.from('bigpanda');

/**
 * A signer that holds its key in this process; node:crypto makes the signatures: RSA with SHA-256, Ed25519 with SHA-512.
 * @throws ReleaseError `KEY_INVALID`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`; no message holds key material
 */
export async function createEmbeddedSigner(locked: LockedKey): Promise<Signer> {
  const chosen = await openSigningKey(locked);
  const { key: { fingerprint, createdSeconds }, privateKey: { algorithm }, publicKeyArmored } = chosen;
  const sign = async (data: Uint8Array, timeSeconds: number) => signAt(chosen, data, Math.max(timeSeconds, createdSeconds));
  const packet = readSignaturePacket(await sign(trial, createdSeconds));
  if (typeof packet === 'string' || !isSignedBy(chosen.key, trial, packet)) throw invalidKey(locked.place, 'its secret part is damaged');
  return { kind: 'embedded', algorithm, fingerprint, createdSeconds, publicKeyArmored, sign };
}

async function signAt({ key, privateKey }: ChosenKey, data: Uint8Array, timeSeconds: number): Promise<Uint8Array> {
  requireAlive(key, timeSeconds);
  const { fingerprint } = key;
  return signData(data, { privateKey, fingerprint, head: writeHashedHead({ algorithm: privateKey.algorithm, timeSeconds, fingerprint }) });
}
