import { constants, gzipSync, zstdCompressSync } from 'node:zlib';

/** How metadata documents are compressed. */
export type MetadataCodec = 'gzip' | 'zstd';

const gzipLevel = 6;
const zstdLevel = 9;
/** Of the operating system, byte 9: "unknown" (RFC 1952, section 2.3.1), the same on every machine. */
const gzipUnknownSystem = 255;
/** How every gzip member that we write begins: without name and time (RFC 1952, section 2.3). */
export const gzipBeginning = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, gzipUnknownSystem]);

/** What the name of a packed document ends with. */
export function codecExtension(codec: MetadataCodec): string {
  return codec === 'gzip' ? 'gz' : 'zst';
}

/** Packs bytes as one member; the same bytes give the same bytes. */
export function packBytes(open: Uint8Array, codec: MetadataCodec): Buffer {
  if (codec === 'zstd') return zstdCompressSync(open, { params: { [constants.ZSTD_c_compressionLevel]: zstdLevel } });
  const packed = gzipSync(open, { level: gzipLevel });
  packed[9] = gzipUnknownSystem;
  return packed;
}
