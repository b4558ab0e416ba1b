import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { gzipBeginning, packBytes, type MetadataCodec } from './metadata-codec.ts';
import { readOrDamaged, repositoryDamaged } from './repository-damage.ts';

/** A piece of a document that can be unpacked alone; packed pieces one after another are a packed document. */
export interface DocumentMember {
  readonly packed: Uint8Array;
  readonly openSizeBytes: number;
  /** Unpacked whenever it is asked for: nothing holds it. @throws ReleaseError `REPOSITORY_DAMAGED` */
  readonly open: Uint8Array;
  /** As `open`, but where a text stands near the beginning, no more than a part that holds it. @throws ReleaseError `REPOSITORY_DAMAGED` */
  openUntil(text: string): Uint8Array;
}

/** The codec of a document by its name, `undefined` for one that is not packed. @throws RangeError for one that cannot be read */
export function findCodec(name: string): MetadataCodec | undefined {
  if (name.endsWith('.gz')) return 'gzip';
  if (name.endsWith('.zst')) return 'zstd';
  if (name.endsWith('.xml') || name.endsWith('.yaml')) return undefined;
  throw new RangeError(`its compression is not known; gzip and zstd are`);
}

/** Packs one member; the same bytes give the same bytes. */
export function packMember(open: Uint8Array, codec: MetadataCodec): DocumentMember {
  return new PackedMember(packBytes(open, codec), { codec, openSizeBytes: open.length, file: 'a document that was just packed' });
}

/**
 * Unpacks a document of any number of members.
 * @throws Error of node:zlib or RangeError, also for more than `limitBytes`
 */
export function unpackDocument(packed: Uint8Array, codec: MetadataCodec, limitBytes: number): Uint8Array {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (codec === 'gzip') return gunzipSync(bytes, { maxOutputLength: Math.max(1, limitBytes) });
  let free = limitBytes;
  const parts = splitFrames(bytes).map((frame) => {
    const open = zstdDecompressSync(frame, { maxOutputLength: Math.max(1, free) });
    free -= open.length;
    return open;
  });
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : Buffer.concat(parts);
}

/**
 * The members of a document as `packMember` made them, none of them unpacked; `undefined` where it cannot be cut so.
 * Compressed bytes may hold by chance what a member begins with: then the sizes do not add up.
 */
export function splitDocument(packed: Uint8Array, origin: MemberOrigin): readonly DocumentMember[] | undefined {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const parts = origin.codec === 'gzip' ? splitGzip(bytes) : splitFrames(bytes);
  const members = parts.map((part) => new PackedMember(part, { ...origin, openSizeBytes: origin.codec === 'gzip' ? part.readUInt32LE(part.length - 4) : readFrameSize(part) }));
  return members.reduce((size, member) => size + member.openSizeBytes, 0) === origin.openSizeBytes ? members : undefined;
}

/** Where packed bytes come from. */
export interface MemberOrigin {
  readonly codec: MetadataCodec;
  /** Of all that is packed. */
  readonly openSizeBytes: number;
  /** Named when the bytes cannot be unpacked. */
  readonly file: string;
}

/** Of a packed member, what holds the first package of a chunk nearly always. */
const beginningBytes = 1024;

class PackedMember implements DocumentMember {
  readonly packed: Buffer;
  readonly #origin: MemberOrigin;

  constructor(packed: Buffer, origin: MemberOrigin) {
    this.packed = packed;
    this.#origin = origin;
  }

  get openSizeBytes(): number {
    return this.#origin.openSizeBytes;
  }

  get open(): Uint8Array {
    const { codec, openSizeBytes, file } = this.#origin;
    const open = readOrDamaged(file, () => unpackDocument(this.packed, codec, openSizeBytes));
    if (open.length !== openSizeBytes) throw repositoryDamaged(file, `has a member of ${open.length} bytes; wanted ${openSizeBytes}`);
    return open;
  }

  openUntil(text: string): Uint8Array {
    const { codec, file } = this.#origin;
    if (codec !== 'gzip') return this.open;
    const part = readOrDamaged(file, () => gunzipSync(this.packed.subarray(0, beginningBytes), { finishFlush: constants.Z_SYNC_FLUSH }));
    return part.includes(text) ? part : this.open;
  }
}

/** Where a member ends, its size unpacked stands in four bytes (RFC 1952, section 2.3.1). */
function splitGzip(bytes: Buffer): readonly Buffer[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(gzipBeginning); at >= 0; at = bytes.indexOf(gzipBeginning, at + gzipBeginning.length)) starts.push(at);
  return starts[0] === 0 ? starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length)) : [];
}

/** Numbers of RFC 8878, section 3.1.1. */
const frameMagic = 0xfd2fb528;
const rleBlock = 1;

/** zstd frames one after another; Node unpacks only the first of them. @throws RangeError */
function splitFrames(bytes: Buffer): readonly Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = findFrameEnd(bytes, at);
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

function findFrameEnd(bytes: Buffer, start: number): number {
  if (bytes.length < start + 9 || bytes.readUInt32LE(start) !== frameMagic) throw new RangeError(`no zstd frame begins at byte ${start}`);
  const descriptor = bytes.readUInt8(start + 4);
  let at = start + 5 + describeFrame(descriptor).headerBytes;
  for (let isLast = false; !isLast;) {
    if (bytes.length < at + 3) throw new RangeError(`the zstd frame at byte ${start} is cut off`);
    const block = bytes.readUIntLE(at, 3);
    isLast = (block & 1) === 1;
    at += 3 + (((block >> 1) & 3) === rleBlock ? 1 : block >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}

function describeFrame(descriptor: number): { readonly headerBytes: number; readonly sizeBytes: number } {
  const isSingleSegment = (descriptor & 32) !== 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return { headerBytes: (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + sizeBytes, sizeBytes };
}

/** The size that a frame says it has unpacked; NaN, which adds up to nothing, where it says none. */
function readFrameSize(frame: Buffer): number {
  const { headerBytes, sizeBytes } = describeFrame(frame.readUInt8(4));
  if (sizeBytes === 0) return Number.NaN;
  if (sizeBytes === 8) return Number(frame.readBigUInt64LE(5 + headerBytes - 8));
  return frame.readUIntLE(5 + headerBytes - sizeBytes, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
}
