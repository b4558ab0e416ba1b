import { PickleError } from './pickle-error.ts';

const newline = 0x0a;

/** A place in the bytes of a pickle; every read is checked against the end. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#offset;
  }

  /** The next bytes, without copying them. */
  take(length: number): Uint8Array {
    const start = this.#offset;
    if (length > this.#bytes.length - start) {
      throw new PickleError('PICKLE_TRUNCATED', start, `wanted ${length} bytes, found ${this.#bytes.length - start} bytes`);
    }
    this.#offset = start + length;
    return this.#bytes.subarray(start, this.#offset);
  }

  /** The bytes up to the next newline, which is passed over. */
  takeLine(): Uint8Array {
    const end = this.#bytes.indexOf(newline, this.#offset);
    if (end === -1) throw new PickleError('PICKLE_TRUNCATED', this.#offset, 'wanted a newline, found the end');
    const line = this.take(end - this.#offset);
    this.#offset = end + 1;
    return line;
  }

  takeUint8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  takeUint16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  takeUint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  takeInt32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  /** A float of 8 bytes, the highest byte first. */
  takeFloat64(): number {
    return this.#view.getFloat64(this.#skip(8), false);
  }

  #skip(length: number): number {
    const start = this.#offset;
    this.take(length);
    return start;
  }
}
