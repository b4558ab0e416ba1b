import { pipeline, Readable } from 'node:stream';
import { createGzip, createZstdCompress } from 'node:zlib';
import { zstdOptions, type PayloadCompression } from './payload-codec.ts';

/** What goes into the compressor at a time: its output may depend on it, so it must not depend on how files are read. */
const blockBytes = 256 * 1024;

/** Compresses chunks as one zstd frame or one gzip member; the bytes depend on the chunks' contents only, not on where they are cut. */
export async function* compressStream(chunks: AsyncIterable<Uint8Array>, { codec, level }: PayloadCompression): AsyncIterable<Uint8Array> {
  const compressor = codec === 'gzip' ? createGzip({ level, chunkSize: blockBytes }) : createZstdCompress({ ...zstdOptions(level), chunkSize: blockBytes });
  // The compressor passes a failure of the source on to who reads it.
  pipeline(Readable.from(cutBlocks(chunks), { objectMode: false, highWaterMark: blockBytes }), compressor, () => undefined);
  yield* compressor as AsyncIterable<Uint8Array>;
}

/** Blocks of one size, in memory of their own: the compressor takes its time, and the chunks are used again. */
async function* cutBlocks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let block = Buffer.allocUnsafeSlow(blockBytes);
  let length = 0;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      const part = chunk.subarray(start, start + blockBytes - length);
      block.set(part, length);
      start += part.length;
      length += part.length;
      if (length < blockBytes) continue;
      yield block;
      block = Buffer.allocUnsafeSlow(blockBytes);
      length = 0;
    }
  }
  if (length > 0) yield block.subarray(0, length);
}
