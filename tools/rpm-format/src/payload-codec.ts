import { promisify } from 'node:util';
import { constants, gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { RpmFormatError } from './rpm-format-error.ts';
import { splitZstdFrames } from './zstd-frame.ts';

/** How a payload is written: zstd needs rpm 5.4.18's reader (EL8 and later), gzip is read everywhere. */
export interface PayloadCompression {
  readonly codec: 'zstd' | 'gzip';
  /** 1 to 19 for zstd, 1 to 9 for gzip. */
  readonly level: number;
}

/** Compresses bytes as one zstd frame or one gzip member without a time in it: the same input gives the same bytes. */
export async function compressPayload(bytes: Uint8Array, compression: PayloadCompression): Promise<Uint8Array> {
  const { codec, level } = compression;
  const highest = codec === 'zstd' ? 19 : 9;
  if (!Number.isInteger(level) || level < 1 || level > highest) {
    throw new RpmFormatError('PACKAGE_INVALID', `compress a payload with ${codec}: found level ${level}; wanted 1 to ${highest}`);
  }
  if (codec === 'gzip') return promisify(gzip)(bytes, { level });
  return promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** The codec by the text of its tag, and the most bytes that may come out. */
export interface Decompression {
  readonly codec: string;
  readonly limitBytes: number;
}

/**
 * Decompresses a payload: any number of zstd frames or gzip members.
 * @throws RpmFormatError `PAYLOAD_CODEC_UNSUPPORTED` for xz, bzip2 and lzma, whose headers can be read but not their payload;
 *   `PAYLOAD_INVALID`; `PAYLOAD_TOO_LARGE`
 */
export async function decompressPayload(bytes: Uint8Array, { codec, limitBytes }: Decompression): Promise<Uint8Array> {
  if (codec === 'gzip') return expand(() => promisify(gunzip)(bytes, { maxOutputLength: limitBytes }), limitBytes);
  if (codec === 'zstd') return expandFrames(bytes, limitBytes);
  throw new RpmFormatError('PAYLOAD_CODEC_UNSUPPORTED', `decompress a payload: found codec "${codec}"; wanted zstd or gzip, of others the header can be read only`);
}

async function expandFrames(bytes: Uint8Array, limitBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let free = limitBytes;
  for (const frame of splitZstdFrames(bytes)) {
    // The option must be positive; one byte too many is refused below.
    const part = await expand(() => promisify(zstdDecompress)(frame, { maxOutputLength: Math.max(free, 1) }), limitBytes);
    free -= part.length;
    if (free < 0) throw tooLarge(limitBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function expand(decompress: () => Promise<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  try {
    return await decompress();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limitBytes);
    throw new RpmFormatError('PAYLOAD_INVALID', `decompress a payload: ${(cause as Error).message}`, { cause });
  }
}

function tooLarge(limitBytes: number): RpmFormatError {
  return new RpmFormatError('PAYLOAD_TOO_LARGE', `decompress a payload: found more than ${limitBytes} bytes; wanted at most as many`);
}
