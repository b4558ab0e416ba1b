import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib';
import { freeMemory, type HeldBytes } from './held-bytes.ts';
import { zstdOptions } from './payload-codec.ts';

/** What the compressor writes into until it is full; several frames on end, so that few of them come in two parts. */
const outputBytes = 2 * 1024 * 1024;

/** Compresses one frame after another with zstd. The memory of the compressor is used again for each; that of what comes out is given back as soon as it was used. */
export class FrameStream implements Disposable {
  readonly #stream: ZstdCompress;
  /** Frames that are still used, by the memory they are in. */
  readonly #users = new Map<ArrayBufferLike, number>();
  /** What the compressor writes into next. */
  #current: ArrayBufferLike | undefined;

  constructor(level: number) {
    this.#stream = createZstdCompress({ ...zstdOptions(level), chunkSize: outputBytes });
    // Who waits for a frame is told as well.
    this.#stream.on('error', () => undefined);
  }

  /** One frame, the same bytes as `compressPayload` gives; to be called when the one before is done. */
  async compress(bytes: Uint8Array): Promise<HeldBytes> {
    const parts = await writeFrame(this.#stream, bytes);
    const memories = new Set(parts.map(({ buffer }) => buffer));
    const frame = memories.size === 1 ? this.#share(parts) : copyParts(parts);
    const before = this.#current;
    this.#current = parts.at(-1)?.buffer;
    for (const memory of before === undefined ? memories : memories.add(before)) this.#freeUnused(memory);
    return frame;
  }

  [Symbol.dispose](): void {
    this.#stream.destroy();
  }

  /** Parts that stand one behind the other in the same memory. */
  #share([first, ...others]: readonly Uint8Array[]): HeldBytes {
    if (first === undefined) return { bytes: new Uint8Array(0), release: () => undefined };
    const memory = first.buffer;
    this.#users.set(memory, (this.#users.get(memory) ?? 0) + 1);
    return {
      bytes: new Uint8Array(memory, first.byteOffset, others.reduce((sum, { length }) => sum + length, first.length)),
      release: () => {
        this.#users.set(memory, (this.#users.get(memory) ?? 0) - 1);
        this.#freeUnused(memory);
      },
    };
  }

  #freeUnused(memory: ArrayBufferLike): void {
    if (memory === this.#current || (this.#users.get(memory) ?? 0) > 0) return;
    this.#users.delete(memory);
    freeMemory(memory);
  }
}

function copyParts(parts: readonly Uint8Array[]): HeldBytes {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return { bytes, release: () => { freeMemory(bytes.buffer); } };
}

function writeFrame(stream: ZstdCompress, bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    const keep = (part: Uint8Array): void => { parts.push(part); };
    stream.on('data', keep);
    stream.write(bytes);
    stream.flush(constants.ZSTD_e_end, (error?: Error | null) => {
      stream.off('data', keep);
      if (error) reject(error);
      else resolve(parts);
    });
  });
}
