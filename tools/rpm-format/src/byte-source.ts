import type { RpmFormatError } from './rpm-format-error.ts';

/** Reads chunks of any size as if they were one run of bytes; holds no more than what is asked for and one chunk. */
export class ByteSource {
  /** Bytes that were taken so far. */
  offset = 0;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);
  #isDone = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether nothing is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0 && !this.#isDone) await this.#fill();
    return this.#rest.length === 0;
  }

  /** The next bytes, or what is left when there are fewer; they are not taken. */
  async peek(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    let found = this.#rest.length;
    while (found < length && !this.#isDone) {
      await this.#fill();
      parts.push(this.#rest);
      found += this.#rest.length;
    }
    this.#rest = parts.length === 1 ? this.#rest : Buffer.concat(parts);
    return this.#rest.subarray(0, length);
  }

  /** Takes exactly so many bytes; `fail` makes the error when there are fewer. */
  async take(length: number, fail: (found: number) => RpmFormatError): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw fail(bytes.length);
    this.#drop(length);
    return bytes;
  }

  /** Takes exactly so many bytes, in chunks as they come. */
  async *stream(length: number, fail: (found: number) => RpmFormatError): AsyncIterable<Uint8Array> {
    for (let left = length; left > 0;) {
      if (await this.isAtEnd()) throw fail(length - left);
      const chunk = this.#rest.subarray(0, left);
      this.#drop(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }

  /** Takes all that is left, in chunks as they come. */
  async *drain(): AsyncIterable<Uint8Array> {
    while (!(await this.isAtEnd())) {
      const chunk = this.#rest;
      this.#drop(chunk.length);
      yield chunk;
    }
  }

  /** Lets the source go before its end. */
  async close(): Promise<void> {
    this.#isDone = true;
    this.#rest = Buffer.alloc(0);
    await this.#chunks.return?.();
  }

  #drop(length: number): void {
    this.#rest = this.#rest.subarray(length);
    this.offset += length;
  }

  async #fill(): Promise<void> {
    const next = await this.#chunks.next();
    this.#isDone = next.done === true;
    this.#rest = next.done === true ? Buffer.alloc(0) : toBuffer(next.value);
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
