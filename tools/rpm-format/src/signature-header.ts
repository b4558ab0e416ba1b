import { createHash } from 'node:crypto';
import { padding } from './alignment.ts';
import { writeHeader } from './header-writer.ts';
import type { HeaderValue } from './header-value.ts';
import { signatureTag } from './tag.ts';

/** Room that rpmbuild leaves for a signature to be put in later; one that is there takes its bytes from it. */
const reservedBytes = 4128;

export interface SignatureFacts {
  readonly headerBytes: Uint8Array;
  readonly payloadBytes: number;
  readonly uncompressedBytes: number;
  /** Binary OpenPGP packet over the header. */
  readonly signature: Uint8Array | undefined;
}

/** A signature header, filled up to a multiple of 8 bytes; signed or not, it has the same length. */
export function writeSignatureHeader(facts: SignatureFacts): Buffer {
  const plain = writeHeader(listEntries({ ...facts, signature: undefined }, reservedBytes), signatureTag.region);
  const header = facts.signature === undefined ? plain : writeSigned(facts, plain.length);
  return Buffer.concat([header, Buffer.alloc(padding(header.length, 8))]);
}

function writeSigned(facts: SignatureFacts, wantedLength: number): Buffer {
  const full = writeHeader(listEntries(facts, reservedBytes), signatureTag.region);
  // The room stands last in the store, so that taking a byte from it takes one from the header.
  const room = Math.max(1, reservedBytes - (full.length - wantedLength));
  return writeHeader(listEntries(facts, room), signatureTag.region);
}

function listEntries(facts: SignatureFacts, room: number): ReadonlyMap<number, HeaderValue> {
  const digest = (name: string): HeaderValue => ({ type: 'string', value: createHash(name).update(facts.headerBytes).digest('hex') });
  const sizeBytes = facts.headerBytes.length + facts.payloadBytes;
  return new Map<number, HeaderValue>([
    ...(facts.signature === undefined ? [] : [[signatureTag.rsa, { type: 'bin', bytes: facts.signature }] as const]),
    [signatureTag.sha1, digest('sha1')],
    [signatureTag.sha256, digest('sha256')],
    size(sizeBytes, signatureTag.size, signatureTag.longSize),
    size(facts.uncompressedBytes, signatureTag.payloadSize, signatureTag.longArchiveSize),
    [signatureTag.reservedSpace, { type: 'bin', bytes: new Uint8Array(room) }],
  ]);
}

function size(value: number, tag: number, longTag: number): readonly [number, HeaderValue] {
  return value > 0xffffffff ? [longTag, { type: 'int64', values: [value] }] : [tag, { type: 'int32', values: [value] }];
}
