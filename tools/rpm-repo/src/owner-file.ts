import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { writeCacheFile } from './cache-file.ts';
import { listRows, ownerLimit, type OwnerRows, type OwnerTable } from './owner-index.ts';

/** A table in a file: only what is asked for is read. */
export interface OwnerFile extends OwnerTable {
  readonly file: string;
}

/** "PATH" in ASCII, as a number of this machine's byte order: a file of another one is none. */
const magic = 0x48544150;
/** The magic, how many rows and names there are, and how many bytes all names have. */
const headWords = 4;
const headBytes = headWords * Uint32Array.BYTES_PER_ELEMENT;
/** Rows that are read at first. Hashes are spread evenly, so a row of half a million stands some hundred from where it should. */
const windowRows = 2048;

/** Writes a table; on the disk when it is done. @throws Error of node:fs */
export function writeOwnerFile(file: string, { rows, names }: OwnerRows): OwnerFile {
  const texts = names.map((name) => Buffer.from(name));
  const offsets = new Uint32Array(texts.length + 1);
  for (const [index, text] of texts.entries()) offsets[index + 1] = (offsets[index] ?? 0) + text.length;
  writeCacheFile(file, [Uint32Array.of(magic, rows.length, names.length, offsets.at(-1) ?? 0), rows, offsets, Buffer.concat(texts)], { isSynced: true });
  return openOwnerFile(file);
}

/** The table of a file. @throws Error of node:fs, RangeError for a file that is not whole */
export function openOwnerFile(file: string): OwnerFile {
  const use = <Value>(work: (table: ReadTable) => Value): Value => {
    const descriptor = openSync(file, 'r');
    try {
      return work(new ReadTable(descriptor));
    } finally {
      closeSync(descriptor);
    }
  };
  use(() => undefined);
  return { file, read: () => use((table) => table.readAll()), find: (hashes) => use((table) => hashes.map((hash) => table.find(hash))) };
}

class ReadTable {
  readonly #descriptor: number;
  readonly #rowCount: number;
  readonly #nameCount: number;

  constructor(descriptor: number) {
    const [start, rowCount = 0, nameCount = 0, nameBytes = 0] = readInto(descriptor, new Uint32Array(headWords), 0);
    this.#descriptor = descriptor;
    this.#rowCount = rowCount;
    this.#nameCount = nameCount;
    if (start !== magic || fstatSync(descriptor).size !== this.#textsAt + nameBytes) throw new RangeError('no table, or a part of one');
  }

  readAll(): OwnerRows {
    return { rows: this.#readRows(0, this.#rowCount), names: Array.from({ length: this.#nameCount }, (_, place) => this.#readName(place)) };
  }

  find(hash: number): readonly string[] {
    const middle = Math.floor((hash / 2 ** 32) * this.#rowCount);
    for (let reach = windowRows / 2; ; reach *= 4) {
      const [start, end] = [Math.max(0, middle - reach), Math.min(this.#rowCount, middle + reach)];
      const rows = this.#readRows(start, end);
      const holdsAll = (start === 0 || (rows[0] ?? 0) < hash * ownerLimit) && (end === this.#rowCount || (rows.at(-1) ?? 0) >= (hash + 1) * ownerLimit);
      if (holdsAll) return listRows(rows, hash).map((place) => this.#readName(place));
    }
  }

  #readRows(start: number, end: number): Float64Array {
    return readInto(this.#descriptor, new Float64Array(end - start), headBytes + start * Float64Array.BYTES_PER_ELEMENT);
  }

  #readName(place: number): string {
    const [start = 0, end = 0] = readInto(this.#descriptor, new Uint32Array(2), this.#offsetsAt + place * Uint32Array.BYTES_PER_ELEMENT);
    return Buffer.from(readInto(this.#descriptor, new Uint8Array(end - start), this.#textsAt + start)).toString();
  }

  get #offsetsAt(): number {
    return headBytes + this.#rowCount * Float64Array.BYTES_PER_ELEMENT;
  }

  get #textsAt(): number {
    return this.#offsetsAt + (this.#nameCount + 1) * Uint32Array.BYTES_PER_ELEMENT;
  }
}

function readInto<Numbers extends Uint8Array | Uint32Array | Float64Array>(descriptor: number, numbers: Numbers, position: number): Numbers {
  for (let done = 0; done < numbers.byteLength;) {
    const count = readSync(descriptor, numbers, done, numbers.byteLength - done, position + done);
    if (count === 0) throw new RangeError('no table, or a part of one');
    done += count;
  }
  return numbers;
}
