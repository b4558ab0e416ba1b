import { createHash, type Hash } from 'node:crypto';
import { digestLength, writeArchive } from './archive-writer.ts';
import { FrameCompressor } from './frame-compressor.ts';
import { frameKey, keepFrame, recallFrame, type FrameCache } from './frame-cache.ts';
import type { ArchiveFrame } from './frame-group.ts';
import type { HeldBytes } from './held-bytes.ts';
import { mapOrdered } from './ordered-map.ts';
import type { PackageFile } from './package-spec.ts';
import { checkCompression, type PayloadCompression } from './payload-codec.ts';
import type { PayloadSpool } from './payload-spool.ts';
import { compressStream } from './stream-compressor.ts';

/** Above this level of zstd the payload is one frame: what is that expensive should be as small as it can be. */
const framedLevel = 9;
/** As many as keep two cores busy while the program itself takes part of one. */
const defaultWorkers = 3;

/** What the header says of a payload that was written. */
export interface WrittenPayload {
  readonly sizeBytes: number;
  /** SHA-256 of the compressed bytes, 64 hex digits. */
  readonly digest: string;
  readonly uncompressedBytes: number;
  /** SHA-256 of the uncompressed bytes, 64 hex digits: the same whatever the codec. */
  readonly uncompressedDigest: string;
  /** SHA-256 of a regular file by its place in the header, 64 hex digits. */
  readonly fileDigest: (index: number) => string;
}

export interface PayloadChoice {
  /** In the order of the header; ghosts have no entry. */
  readonly files: readonly PackageFile[];
  readonly compression: PayloadCompression;
  readonly spool: PayloadSpool;
  readonly frameCache?: FrameCache | undefined;
  /** Frames that are compressed at a time; their number does not change the bytes. */
  readonly workers?: number | undefined;
}

/** Writes a payload to its spool; of its bytes only a few frames are held at a time. */
export async function writePayload(choice: PayloadChoice): Promise<WrittenPayload> {
  checkCompression(choice.compression);
  const fileDigests = Buffer.alloc(digestLength * choice.files.length);
  const [archive, payload] = [new Tally(), new Tally()];
  for await (const chunk of compressArchive(choice, tallyFrames(writeArchive(choice.files, fileDigests), archive))) {
    payload.add(chunk);
    await choice.spool.write(chunk);
  }
  return {
    sizeBytes: payload.sizeBytes,
    digest: payload.digest(),
    uncompressedBytes: archive.sizeBytes,
    uncompressedDigest: archive.digest(),
    fileDigest: (index) => fileDigests.toString('hex', digestLength * index, digestLength * (index + 1)),
  };
}

function compressArchive(choice: PayloadChoice, frames: AsyncIterable<ArchiveFrame>): AsyncIterable<Uint8Array> {
  const { codec, level } = choice.compression;
  return codec === 'zstd' && level <= framedLevel ? compressFrames(choice, frames) : compressStream(listBytes(frames), choice.compression);
}

async function* compressFrames(choice: PayloadChoice, frames: AsyncIterable<ArchiveFrame>): AsyncIterable<Uint8Array> {
  using compressor = new FrameCompressor(choice.compression);
  yield* listBytes(mapOrdered(frames, choice.workers ?? defaultWorkers, (frame) => compressFrame(choice, compressor, frame).finally(() => { frame.release(); })));
}

async function compressFrame({ compression, frameCache }: PayloadChoice, compressor: FrameCompressor, frame: ArchiveFrame): Promise<HeldBytes> {
  const key = frameKey(frame.contentDigest, compression);
  const kept = frameCache === undefined ? undefined : await recallFrame(frameCache, key);
  if (kept !== undefined) return { bytes: kept, release: () => undefined };
  const compressed = await compressor.compress(frame.bytes);
  if (frameCache !== undefined) await keepFrame(frameCache, key, compressed.bytes);
  return compressed;
}

async function* listBytes(frames: AsyncIterable<HeldBytes>): AsyncIterable<Uint8Array> {
  for await (const frame of frames) {
    yield frame.bytes;
    frame.release();
  }
}

async function* tallyFrames(frames: AsyncIterable<ArchiveFrame>, tally: Tally): AsyncIterable<ArchiveFrame> {
  for await (const frame of frames) {
    tally.add(frame.bytes);
    yield frame;
  }
}

/** Length and SHA-256 of bytes that pass by. */
class Tally {
  sizeBytes = 0;
  readonly #hash: Hash = createHash('sha256');

  add(chunk: Uint8Array): void {
    this.sizeBytes += chunk.length;
    this.#hash.update(chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
