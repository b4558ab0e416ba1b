import { createHash, sign, type KeyObject } from 'node:crypto';
import { writeHashedHead, writeMpi, writeSignaturePacket, writeTrailer } from '../packet/signature-writer.ts';

export interface SigningChoice {
  readonly key: KeyObject;
  /** 40 hex digits. */
  readonly fingerprint: string;
  readonly timeSeconds: number;
}

/** A signature by RSA PKCS#1 v1.5 with SHA-256, which holds nothing random. It is made beside the main thread, so several keep all cores busy. */
export async function signWithRsa(data: Uint8Array, { key, fingerprint, timeSeconds }: SigningChoice): Promise<Uint8Array> {
  const head = writeHashedHead({ algorithm: 'rsa', hashName: 'sha256', timeSeconds, fingerprint });
  const hashed = Buffer.concat([data, writeTrailer(head)]);
  const number = await signBeside(hashed, key);
  return writeSignaturePacket({ head, fingerprint, hash: createHash('sha256').update(hashed).digest(), material: writeMpi(number) });
}

function signBeside(hashed: Uint8Array, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', hashed, key, (error, number) => {
      if (error === null) resolve(number);
      else reject(error);
    });
  });
}
