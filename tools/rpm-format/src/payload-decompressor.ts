import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ByteSource } from './byte-source.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { findZstdFrame, readZstdFrame } from './zstd-frame-reader.ts';

/** Starting a decompressor is what a payload of many empty frames would be about: so many are free, and each further one for so much content. */
const freeFrames = 64;
const bytesPerFrame = 16 * 1024;
const chunkBytes = 128 * 1024;
/** What every archive begins with. */
const archiveStart = Buffer.from('0707');

/**
 * Decompressors of codecs that Node does not have, by the text of their tag: `xz`, `lzma`, `bzip2`. Each has to give what it made in chunks,
 * and to hold no more than a window of it, because a small payload may claim to be a large one. What it throws becomes `PAYLOAD_INVALID`.
 */
export type PayloadDecoders = Readonly<Record<string, (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>>>;

/** The codec by the text of its tag, and the most bytes that may come out. */
export interface Decompression {
  readonly codec: string;
  readonly limitBytes: number;
  readonly decoders?: PayloadDecoders | undefined;
}

/**
 * Decompresses a payload: any number of zstd frames or gzip members; with codec gzip also one that is not compressed at all, as rpm does.
 * @throws RpmFormatError `PAYLOAD_CODEC_UNSUPPORTED` for xz, bzip2 and lzma without a decoder: their headers can be read but not their payload;
 *   `PAYLOAD_INVALID`; `PAYLOAD_TOO_LARGE`
 */
export async function decompressPayload(bytes: Uint8Array, decompression: Decompression): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of decompressStream(Readable.from([bytes]), decompression)) parts.push(part);
  return Buffer.concat(parts);
}

/** `decompressPayload` for bytes that come and go in chunks; the memory it takes does not depend on their number. */
export async function* decompressStream(chunks: AsyncIterable<Uint8Array>, { codec, limitBytes, decoders = {} }: Decompression): AsyncIterable<Uint8Array> {
  const decode = findDecoder(codec, decoders);
  const source = new ByteSource(chunks);
  let free = limitBytes;
  try {
    for await (const chunk of decode(source)) {
      free -= chunk.length;
      if (free < 0) throw tooLarge(limitBytes);
      yield chunk;
    }
  } finally {
    await source.close();
  }
}

function findDecoder(codec: string, decoders: PayloadDecoders): (source: ByteSource) => AsyncIterable<Uint8Array> {
  if (codec === 'gzip') return expandGzip;
  if (codec === 'zstd') return expandFrames;
  const decode = Object.hasOwn(decoders, codec) ? decoders[codec] : undefined;
  if (decode === undefined) throw unsupported(codec);
  return (source) => expandForeign(source, decode);
}

/** What a decoder throws is about the payload, unless its input failed before. */
async function* expandForeign(source: ByteSource, decode: NonNullable<PayloadDecoders[string]>): AsyncIterable<Uint8Array> {
  const failures: unknown[] = [];
  try {
    yield* decode(endAtFailure(source.drain(), failures));
  } catch (cause) {
    if (failures.length === 0) throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (failures.length > 0) throw failures[0];
}

async function* expandGzip(source: ByteSource): AsyncIterable<Uint8Array> {
  if ((await source.peek(archiveStart.length)).equals(archiveStart)) yield* source.drain();
  else yield* expand(source.drain(), createGunzip({ chunkSize: chunkBytes }));
}

async function* expandFrames(source: ByteSource): AsyncIterable<Uint8Array> {
  let found = 0;
  for (let frames = 1; await findZstdFrame(source); frames += 1) {
    if (frames > freeFrames + found / bytesPerFrame) throw invalid(`found ${frames} zstd frames with ${found} bytes of content; wanted fewer frames`);
    for await (const chunk of expand(readZstdFrame(source), createZstdDecompress({ chunkSize: chunkBytes }))) {
      found += chunk.length;
      yield chunk;
    }
  }
}

/**
 * A failure of the source ends the input and is thrown afterwards: a decompressor that is taken away in the middle of its work
 * never gives its memory back (Node 24.21).
 */
async function* expand(chunks: AsyncIterable<Uint8Array>, decompressor: Transform): AsyncIterable<Uint8Array> {
  const failures: unknown[] = [];
  pipeline(Readable.from(endAtFailure(chunks, failures), { objectMode: false }), decompressor, () => undefined);
  try {
    yield* decompressor as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (failures.length === 0) throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (failures.length > 0) throw failures[0];
}

async function* endAtFailure(chunks: AsyncIterable<Uint8Array>, failures: unknown[]): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (failure) {
    failures.push(failure);
  }
}

function invalid(fact: string, cause?: unknown): RpmFormatError {
  return new RpmFormatError('PAYLOAD_INVALID', `decompress a payload: ${fact}`, { cause });
}

function unsupported(codec: string): RpmFormatError {
  return new RpmFormatError('PAYLOAD_CODEC_UNSUPPORTED', `decompress a payload: cannot read a "${codec}" payload, of which the header can be read only; wanted zstd or gzip`);
}

function tooLarge(limitBytes: number): RpmFormatError {
  return new RpmFormatError('PAYLOAD_TOO_LARGE', `decompress a payload: found more than ${limitBytes} bytes; wanted at most as many`);
}
