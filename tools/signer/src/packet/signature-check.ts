import { createHash, createVerify, verify, type KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from './openpgp-number.ts';
import type { SignaturePacket } from './signature-reader.ts';

/** A key that a signature may be of. */
export interface CheckKey {
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
  /** Length of one number of a signature. */
  readonly numberBytes: number;
}

/** What of a signature has to fit. */
type CheckedSignature = Pick<SignaturePacket, 'algorithm' | 'hashName' | 'salt' | 'trailer' | 'hashStart' | 'material'>;

/** Whether a key made a signature over the data; a signature of another algorithm, or one that is malformed, is not the key's. */
export function isSignedBy({ algorithm, key, numberBytes }: CheckKey, data: Uint8Array, packet: CheckedSignature): boolean {
  if (packet.algorithm !== algorithm) return false;
  const numbers = algorithm === 'ed25519' ? readRaw(packet.material, 2 * numberBytes) : readNumbers(packet.material, { count: algorithm === 'rsa' ? 1 : 2, numberBytes });
  if (numbers === undefined) return false;
  const hash = digest(data, packet);
  if (!hash.subarray(0, packet.hashStart.length).equals(packet.hashStart)) return false;
  if (algorithm === 'eddsaLegacy' || algorithm === 'ed25519') return verify(null, hash, key, numbers);
  return createVerify(packet.hashName).update(packet.salt).update(data).update(packet.trailer).verify({ key, dsaEncoding: 'ieee-p1363' }, numbers);
}

/** Ed25519 signs the hash as its message (RFC 9580 section 5.2.3.3). */
function digest(data: Uint8Array, packet: CheckedSignature): Buffer {
  return createHash(packet.hashName).update(packet.salt).update(data).update(packet.trailer).digest();
}

function readRaw(material: Buffer, length: number): Buffer | undefined {
  return material.length === length ? material : undefined;
}

/** Multiprecision integers, each filled up to the same length; undefined unless they fill the bytes. */
function readNumbers(material: Buffer, { count, numberBytes }: { readonly count: number; readonly numberBytes: number }): Buffer | undefined {
  const numbers: Buffer[] = [];
  let offset = 0;
  for (let number = 0; number < count; number += 1) {
    if (offset + 2 > material.length) return undefined;
    const end = offset + 2 + Math.ceil(material.readUInt16BE(offset) / 8);
    const content = material.subarray(offset + 2, end);
    if (end > material.length || content.length > numberBytes) return undefined;
    numbers.push(Buffer.alloc(numberBytes - content.length), content);
    offset = end;
  }
  return offset === material.length ? Buffer.concat(numbers) : undefined;
}
