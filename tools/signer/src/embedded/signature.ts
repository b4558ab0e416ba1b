import { createHash, sign, type KeyObject } from 'node:crypto';
import type { PrivateSigningKey } from '../certificate/private-key.ts';
import { hashNameOf, writeMpi, writeSignaturePacket, writeTrailer } from '../packet/signature-writer.ts';

export interface SigningChoice {
  readonly privateKey: PrivateSigningKey;
  /** 40 hex digits. */
  readonly fingerprint: string;
  /** What the signature says of itself, by `writeHashedHead` for the same algorithm. */
  readonly head: Uint8Array;
}

/** A signature packet over the data; neither RSA PKCS#1 v1.5 nor Ed25519 holds anything random. */
export async function signData(data: Uint8Array, { privateKey: { algorithm, key }, fingerprint, head }: SigningChoice): Promise<Uint8Array> {
  const hashed = Buffer.concat([data, writeTrailer(head)]);
  const hash = createHash(hashNameOf[algorithm]).update(hashed).digest();
  if (algorithm === 'rsa') return writeSignaturePacket({ head, fingerprint, hash, material: writeMpi(await signBeside(hashed, key)) });
  // Ed25519 signs the hash as its message (RFC 9580 section 5.2.3.3).
  const number = sign(null, hash, key);
  const material = algorithm === 'ed25519' ? number : Buffer.concat([writeMpi(number.subarray(0, 32)), writeMpi(number.subarray(32))]);
  return writeSignaturePacket({ head, fingerprint, hash, material });
}

/** Beside the main thread, so that several at once keep all cores busy: RSA-4096 takes 1.6 ms. */
function signBeside(hashed: Uint8Array, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign(hashNameOf.rsa, hashed, key, (error, number) => {
      if (error === null) resolve(number);
      else reject(error);
    });
  });
}
