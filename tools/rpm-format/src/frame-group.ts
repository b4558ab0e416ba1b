import { hash } from 'node:crypto';
import { freeMemory, type HeldBytes } from './held-bytes.ts';

/** A frame ends at the first boundary behind the least number of bytes, or at the most; 1.5 MiB on average. */
const leastBytes = 512 * 1024;
const averageBytes = 1024 * 1024;
const mostBytes = 2 * 1024 * 1024;
/** What a frame takes at the most: it was just below the most bytes when a small file came, or a piece of a large one behind its head. */
const capacityBytes = mostBytes + 520 * 1024;

/** A part of the uncompressed archive that is compressed by itself. */
export interface ArchiveFrame extends HeldBytes {
  /** SHA-256 over what the frame is made of: heads and the digests of contents. */
  readonly contentDigest: string;
}

/** Collects parts of the archive until a frame is full. The memory of frames is used again and again: new memory for each would cost as much as compressing it. */
export class FrameGroup implements Disposable {
  readonly #capacity: number;
  readonly #spare: Buffer[] = [];
  #isDisposed = false;
  #buffer: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;
  #identity: (string | Uint8Array)[] = [];

  /** @param archiveBytes that all frames have together at the most: memory of a frame is never larger */
  constructor(archiveBytes: number) {
    this.#capacity = Math.min(archiveBytes, capacityBytes);
  }

  /** Bytes that were added since the last frame. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Adds bytes that are known by a digest of theirs. */
  addContent(bytes: Uint8Array, digest: Uint8Array): void {
    this.#append(bytes);
    this.#identity.push(`${bytes.length} bytes `, digest);
  }

  /** Adds bytes that are put where they belong, and gives their digest. */
  fillContent(sizeBytes: number, fill: (target: Uint8Array) => void): Buffer {
    const target = this.#reserve(sizeBytes);
    fill(target);
    const digest = hash('sha256', target, 'buffer');
    this.#identity.push(`${sizeBytes} bytes `, digest);
    return digest;
  }

  /** Adds bytes that are few enough to stand for themselves. */
  addPlain(bytes: Uint8Array): void {
    this.#append(bytes);
    this.#identity.push(`${bytes.length} plain `, bytes);
  }

  /** Whether the frame ends after the entry that was added last; depends on its path and size, not on how many came before it. */
  endsAfter(path: string, entryBytes: number): boolean {
    if (this.#sizeBytes < leastBytes) return false;
    return this.#sizeBytes >= mostBytes || mixText(path) / 2 ** 32 < entryBytes / averageBytes;
  }

  /** Gives the frame and begins a new one. */
  take(): ArchiveFrame {
    const [buffer, sizeBytes] = [this.#buffer, this.#sizeBytes];
    const contentDigest = hash('sha256', Buffer.concat(this.#identity.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))));
    this.#buffer = this.#spare.pop() ?? Buffer.alloc(0);
    this.#sizeBytes = 0;
    this.#identity = [];
    return { bytes: buffer.subarray(0, sizeBytes), contentDigest, release: () => { this.#recycle(buffer); } };
  }

  /** Gives memory back, that of frames which are still used when they are released. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const buffer of [this.#buffer, ...this.#spare.splice(0)]) freeMemory(buffer.buffer);
  }

  #recycle(buffer: Buffer): void {
    if (this.#isDisposed) freeMemory(buffer.buffer);
    else this.#spare.push(buffer);
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length).set(bytes);
  }

  #reserve(sizeBytes: number): Buffer {
    const start = this.#sizeBytes;
    if (start + sizeBytes > this.#buffer.length) this.#grow(start + sizeBytes);
    this.#sizeBytes += sizeBytes;
    return this.#buffer.subarray(start, this.#sizeBytes);
  }

  #grow(wanted: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, this.#capacity));
    this.#buffer.copy(larger, 0, 0, this.#sizeBytes);
    freeMemory(this.#buffer.buffer);
    this.#buffer = larger;
  }
}

/** A number below 2^32 that all characters of a text determine (FNV-1a with the last mixing step of MurmurHash3). */
function mixText(text: string): number {
  let mixed = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
