import { FrameStream } from './frame-stream.ts';
import type { HeldBytes } from './held-bytes.ts';
import { compressPayload, type PayloadCompression } from './payload-codec.ts';

/** A frame below this size is compressed by itself: most packages are one such frame, for which it does not pay to make a compressor that can be used again. */
const leastBytes = 512 * 1024;

/** Compresses frames with zstd, as many at a time as are asked for, and makes no more compressors than that. */
export class FrameCompressor implements Disposable {
  readonly #compression: PayloadCompression;
  readonly #streams: FrameStream[] = [];
  readonly #spare: FrameStream[] = [];

  constructor(compression: PayloadCompression) {
    this.#compression = compression;
  }

  /** The same bytes as `compressPayload` gives. */
  async compress(bytes: Uint8Array): Promise<HeldBytes> {
    if (bytes.length < leastBytes) return { bytes: await compressPayload(bytes, this.#compression), release: () => undefined };
    const stream = this.#spare.pop() ?? this.#addStream();
    const frame = await stream.compress(bytes);
    this.#spare.push(stream);
    return frame;
  }

  [Symbol.dispose](): void {
    for (const stream of this.#streams) stream[Symbol.dispose]();
  }

  #addStream(): FrameStream {
    const stream = new FrameStream(this.#compression.level);
    this.#streams.push(stream);
    return stream;
  }
}
