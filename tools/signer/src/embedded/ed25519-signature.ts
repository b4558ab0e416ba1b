import { createHash, sign } from 'node:crypto';
import { writeHashedHead, writeMpi, writeSignaturePacket, writeTrailer } from '../packet/signature-writer.ts';
import type { SigningChoice } from './rsa-signature.ts';

export interface Ed25519Choice extends SigningChoice {
  /** How the packet says it: as gpg 2 and rpm 4 know it, or as RFC 9580 does. */
  readonly algorithm: 'eddsaLegacy' | 'ed25519';
}

/** A signature by Ed25519 over a SHA-512 hash, which holds nothing random (RFC 9580 section 5.2.3). */
export function signWithEd25519(data: Uint8Array, { key, fingerprint, timeSeconds, algorithm }: Ed25519Choice): Uint8Array {
  const head = writeHashedHead({ algorithm, hashName: 'sha512', timeSeconds, fingerprint });
  const hash = createHash('sha512').update(data).update(writeTrailer(head)).digest();
  const number = sign(null, hash, key);
  const material = algorithm === 'ed25519' ? number : Buffer.concat([writeMpi(number.subarray(0, 32)), writeMpi(number.subarray(32))]);
  return writeSignaturePacket({ head, fingerprint, hash, material });
}
