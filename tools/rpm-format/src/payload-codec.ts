import { promisify } from 'node:util';
import { constants, gzip, zstdCompress, zstdCompressSync, type ZstdOptions } from 'node:zlib';
import { RpmFormatError } from './rpm-format-error.ts';

const compressGzip = promisify(gzip);
const compressZstd = promisify(zstdCompress);

/** What zstd compresses in less time than the way to another thread and back takes. */
const wayBytes = 32 * 1024;

/** How a payload is written: zstd needs rpm 5.4.18's reader (EL8 and later), gzip is read everywhere. */
export interface PayloadCompression {
  readonly codec: 'zstd' | 'gzip';
  /** 1 to 19 for zstd, 1 to 9 for gzip. */
  readonly level: number;
}

/**
 * Refuses a level that the codec does not have.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export function checkCompression({ codec, level }: PayloadCompression): void {
  const highest = codec === 'zstd' ? 19 : 9;
  if (Number.isInteger(level) && level >= 1 && level <= highest) return;
  throw new RpmFormatError('PACKAGE_INVALID', `compress a payload with ${codec}: found level ${level}; wanted 1 to ${highest}`);
}

/** Compresses bytes as one zstd frame or one gzip member without a time in it: the same input gives the same bytes. */
export async function compressPayload(bytes: Uint8Array, compression: PayloadCompression): Promise<Uint8Array> {
  checkCompression(compression);
  const { codec, level } = compression;
  if (codec === 'gzip') return compressGzip(bytes, { level });
  if (bytes.length <= wayBytes) return zstdCompressSync(bytes, zstdOptions(level));
  // Each step of the compressor is a way to another thread and back, and takes memory for what may come out of it: of text, usually one is enough.
  return compressZstd(bytes, { ...zstdOptions(level), chunkSize: 1_024 + Math.ceil(bytes.length * 0.4) });
}

/** Options of zstd for a level. */
export function zstdOptions(level: number): ZstdOptions {
  return { params: { [constants.ZSTD_c_compressionLevel]: level } };
}
