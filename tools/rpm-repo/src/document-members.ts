import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** How metadata documents are compressed. */
export type MetadataCodec = 'gzip' | 'zstd';

/** A piece of a document that can be unpacked alone; packed pieces one after another are a packed document. */
export interface DocumentMember {
  readonly open: Uint8Array;
  readonly packed: Uint8Array;
}

const gzipLevel = 6;
const zstdLevel = 9;
/** Of the operating system, byte 9: "unknown" (RFC 1952, section 2.3.1), the same on every machine. */
const gzipUnknownSystem = 255;
/** How every gzip member that we write begins: without name and time (RFC 1952, section 2.3). */
const gzipBeginning = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, gzipUnknownSystem]);

/** What the name of a packed document ends with. */
export function codecExtension(codec: MetadataCodec): string {
  return codec === 'gzip' ? 'gz' : 'zst';
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
  if (codec === 'zstd') return { open, packed: zstdCompressSync(open, { params: { [constants.ZSTD_c_compressionLevel]: zstdLevel } }) };
  const packed = gzipSync(open, { level: gzipLevel });
  packed[9] = gzipUnknownSystem;
  return { open, packed };
}

/**
 * Unpacks a document of any number of members.
 * @throws Error of node:zlib or RpmFormatError, also for more than `limitBytes`
 */
export function unpackDocument(packed: Uint8Array, codec: MetadataCodec, limitBytes: number): Uint8Array {
  const parts = unpackMembers(packed, codec, limitBytes);
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only.open : Buffer.concat(parts.map(({ open }) => open));
}

/**
 * The members of a document; gzip that was not packed here counts as one.
 * @throws Error of node:zlib or RpmFormatError, also for more than `limitBytes`
 */
export function unpackMembers(packed: Uint8Array, codec: MetadataCodec, limitBytes: number): readonly DocumentMember[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (codec === 'zstd') return unpackFrames(bytes, limitBytes);
  try {
    return unpackParts(splitGzip(bytes), gunzipSync, limitBytes);
  } catch {
    // Compressed bytes may hold by chance what a member begins with.
    return unpackParts([bytes], gunzipSync, limitBytes);
  }
}

type Unpack = (packed: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

function unpackParts(parts: readonly Uint8Array[], unpack: Unpack, limitBytes: number): readonly DocumentMember[] {
  let free = limitBytes;
  return parts.map((packed) => {
    const open = unpack(packed, { maxOutputLength: Math.max(1, free) });
    free -= open.length;
    return { open, packed };
  });
}

/** Node unpacks the first frame only, and tells how many bytes it was. */
function unpackFrames(bytes: Buffer, limitBytes: number): readonly DocumentMember[] {
  const members: DocumentMember[] = [];
  let free = limitBytes;
  for (let at = 0; at < bytes.length;) {
    const result: unknown = zstdDecompressSync(bytes.subarray(at), { maxOutputLength: Math.max(1, free), info: true });
    if (!isUnpackedFrame(result)) throw new RangeError('node:zlib does not tell the size of a frame');
    const packed = bytes.subarray(at, at + result.engine.bytesWritten);
    members.push({ open: result.buffer, packed });
    at += packed.length;
    free -= result.buffer.length;
  }
  return members;
}

function isUnpackedFrame(result: unknown): result is { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } } {
  return typeof result === 'object' && result !== null && 'engine' in result && 'buffer' in result;
}

function splitGzip(bytes: Buffer): readonly Uint8Array[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(gzipBeginning); at >= 0; at = bytes.indexOf(gzipBeginning, at + gzipBeginning.length)) starts.push(at);
  if (starts[0] !== 0) return [bytes];
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
}
