import { createHash } from 'node:crypto';
import { padding } from './alignment.ts';
import { writeHeader } from './header-writer.ts';
import type { HeaderValue, HeaderValues } from './header-value.ts';
import { writeSignatures } from './signature-entries.ts';
import { signatureTag } from './tag.ts';

/** Room that rpmbuild leaves for a signature to be put in later; one that is there takes its bytes from it. */
const reservedBytes = 4128;

export interface SignatureFacts {
  readonly headerBytes: Uint8Array;
  readonly payloadBytes: number;
  readonly uncompressedBytes: number;
  /** Binary OpenPGP packets over the header; none for an unsigned package. */
  readonly signatures: readonly Uint8Array[];
}

/** Where the entries of a signature header end, and what may be taken from when a signature comes. */
export interface SignatureRoom {
  /** Tag of the room: it must be the last one, so that taking a byte from it takes one from the header. */
  readonly tag: number;
  /** Length of the header without its filling. */
  readonly wantedLength: number;
}

/** A signature header, filled up to a multiple of 8 bytes; signed or not, it has the same length. */
export function writeSignatureHeader(facts: SignatureFacts): Buffer {
  const entries = listEntries(facts);
  const tag = signatureTag.reservedSpace;
  const plain = writeHeader(new Map([...entries, roomOf(tag, reservedBytes)]), signatureTag.region);
  return fillSignatureHeader(new Map([...entries, ...writeSignatures(facts.signatures)]), { tag, wantedLength: plain.length });
}

/** Bytes of the signature header of a package that has less than 4 GiB, and whose signatures have room. */
export function measureSignatureHeader({ uncompressedBytes }: Pick<SignatureFacts, 'uncompressedBytes'>): number {
  return writeSignatureHeader({ headerBytes: Buffer.alloc(0), payloadBytes: 0, uncompressedBytes, signatures: [] }).length;
}

/** A signature header of a given length, or where that is too little for its entries a longer one with room for others; filled up to a multiple of 8 bytes. */
export function fillSignatureHeader(entries: HeaderValues, { tag, wantedLength }: SignatureRoom): Buffer {
  const tight = writeHeader(new Map([...entries, roomOf(tag, 1)]), signatureTag.region);
  const isEnough = tight.length <= wantedLength + padding(wantedLength, 8);
  const room = isEnough ? Math.max(1, 1 + wantedLength - tight.length) : reservedBytes;
  const header = writeHeader(new Map([...entries, roomOf(tag, room)]), signatureTag.region);
  return Buffer.concat([header, Buffer.alloc(padding(header.length, 8))]);
}

function roomOf(tag: number, length: number): readonly [number, HeaderValue] {
  return [tag, { type: 'bin', bytes: new Uint8Array(length) }];
}

function listEntries(facts: SignatureFacts): HeaderValues {
  const digest = (name: string): HeaderValue => ({ type: 'string', value: createHash(name).update(facts.headerBytes).digest('hex') });
  const sizeBytes = facts.headerBytes.length + facts.payloadBytes;
  return new Map<number, HeaderValue>([
    [signatureTag.sha1, digest('sha1')],
    [signatureTag.sha256, digest('sha256')],
    size(sizeBytes, signatureTag.size, signatureTag.longSize),
    size(facts.uncompressedBytes, signatureTag.payloadSize, signatureTag.longArchiveSize),
  ]);
}

function size(value: number, tag: number, longTag: number): readonly [number, HeaderValue] {
  return value > 0xffffffff ? [longTag, { type: 'int64', values: [value] }] : [tag, { type: 'int32', values: [value] }];
}
