import { readFragmentName, splitFragments, type PackageFragments } from '@bigpanda/rpm-format';
import type { SnapshotChunk } from './snapshot-chunk.ts';

/** Says by hashes which packages may own a file or provide a name: none is missing, and few are too many. */
export interface OwnerIndex {
  readonly table: OwnerTable;
  /** What came in since the table was made: hashes by the names of packages. Packages that went stay in both. */
  readonly added: ReadonlyMap<string, readonly number[]>;
}

/** What many packages have, made once. */
export interface OwnerTable {
  /** All of it, in memory. */
  readonly read: () => OwnerRows;
  /** For each hash the names of packages that may have what it stands for. */
  readonly find: (hashes: readonly number[]) => readonly (readonly string[])[];
}

export interface OwnerRows {
  /** Sorted: each a hash times `ownerLimit`, and the place of a name. */
  readonly rows: Float64Array;
  readonly names: readonly string[];
}

/** Names that a table can hold: with a hash of 32 bits, what a number holds exactly. */
export const ownerLimit = 2 ** 21;
/** Names of packages that come in until what they have is put into the table. */
export const addedLimit = 250;

const openFile = Buffer.from('<file>');
const openEntry = Buffer.from('<rpm:entry name="');
const openProvides = Buffer.from('<rpm:provides>');
const closeProvides = Buffer.from('</rpm:provides>');
const lessThan = '<'.charCodeAt(0);
const quote = '"'.charCodeAt(0);

/** Of a file (its path in the XML's own spelling). Folders and ghosts have an attribute in the XML and are not found. */
export function hashOfPath(path: Uint8Array): number {
  return hashUntil(path, 0, lessThan);
}

/** Of what is provided (a name in the XML's own spelling). */
export function hashOfProvide(name: Uint8Array): number {
  return hashUntil(name, 0, quote);
}

/** For each hash the names of packages that may have what it stands for. */
export function findOwnerNames({ table, added }: OwnerIndex, hashes: readonly number[]): readonly (readonly string[])[] {
  const found = table.find(hashes);
  const later = (hash: number) => [...added].flatMap(([name, own]) => (own.includes(hash) ? [name] : []));
  return hashes.map((hash, index) => [...new Set([...(found[index] ?? []), ...later(hash)])]);
}

/** What a package has. */
export interface OwnedThings {
  readonly name: string;
  readonly hashes: readonly number[];
}

/** What the packages of a chunk have. Cost: that of unpacking it. */
export function listChunkThings({ documents }: SnapshotChunk): readonly OwnedThings[] {
  const filelists = splitFragments(documents.filelists.open);
  return splitFragments(documents.primary.open).map((primary, index) => listThings({ primary, filelists: filelists[index] ?? new Uint8Array() }));
}

/** What a package has, by its pieces of the documents. */
export function listThings({ primary, filelists }: Pick<PackageFragments, 'primary' | 'filelists'>): OwnedThings {
  return { name: readFragmentName(primary), hashes: [...listPaths(filelists), ...listProvides(primary)] };
}

/** The index of packages. Nothing of one is held when the next is asked for. */
export function makeIndex(packages: Iterable<OwnedThings>): OwnerIndex {
  const table = new TableWriter();
  for (const one of packages) table.add(one);
  return { table: holdRows(table.finish()), added: new Map() };
}

/** The index with packages that come in. */
export function extendIndex({ table, added }: OwnerIndex, packages: Iterable<OwnedThings>): OwnerIndex {
  const grown = new Map(added);
  for (const { name, hashes } of packages) grown.set(name, [...new Set([...(grown.get(name) ?? []), ...hashes])]);
  if (grown.size <= addedLimit) return { table, added: grown };
  const writer = new TableWriter(table.read());
  for (const [name, hashes] of grown) writer.add({ name, hashes });
  return { table: holdRows(writer.finish()), added: new Map() };
}

/** A table in memory. */
function holdRows(held: OwnerRows): OwnerTable {
  const { rows, names } = held;
  return { read: () => held, find: (hashes) => hashes.map((hash) => listRows(rows, hash).map((place) => names[place] ?? '')) };
}

/** The places of names in the rows of a hash. */
export function listRows(rows: Float64Array, hash: number): readonly number[] {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < hash * ownerLimit) low = middle + 1;
    else high = middle;
  }
  const places: number[] = [];
  for (let row = rows[low]; row !== undefined && row < (hash + 1) * ownerLimit; row = rows[low]) {
    places.push(row - hash * ownerLimit);
    low += 1;
  }
  return places;
}

class TableWriter {
  readonly #names: string[];
  readonly #places: Map<string, number>;
  #rows: Float64Array;
  #count: number;

  constructor({ rows, names }: OwnerRows = { rows: new Float64Array(), names: [] }) {
    this.#names = [...names];
    this.#places = new Map(names.map((name, place) => [name, place]));
    this.#rows = rows.slice();
    this.#count = rows.length;
  }

  add({ name, hashes }: OwnedThings): void {
    const place = this.#places.get(name) ?? this.#names.push(name) - 1;
    if (place >= ownerLimit) throw new RangeError(`more than ${ownerLimit} names of packages`);
    this.#places.set(name, place);
    this.#makeRoom(this.#count + hashes.length);
    for (const hash of hashes) {
      this.#rows[this.#count] = hash * ownerLimit + place;
      this.#count += 1;
    }
  }

  finish(): OwnerRows {
    const sorted = this.#rows.subarray(0, this.#count).sort();
    // Versions of one package have most of their files in common.
    let count = 0;
    for (let index = 0; index < sorted.length; index += 1) {
      const row = sorted[index] ?? 0;
      if (count > 0 && row === sorted[count - 1]) continue;
      sorted[count] = row;
      count += 1;
    }
    return { rows: sorted.slice(0, count), names: this.#names };
  }

  #makeRoom(wanted: number): void {
    if (wanted <= this.#rows.length) return;
    const rows = new Float64Array(Math.max(wanted, this.#rows.length * 2));
    rows.set(this.#rows);
    this.#rows = rows;
  }
}

function listPaths(filelists: Uint8Array): readonly number[] {
  const bytes = view(filelists);
  const hashes: number[] = [];
  for (let at = bytes.indexOf(openFile); at >= 0; at = bytes.indexOf(openFile, at + openFile.length)) hashes.push(hashUntil(bytes, at + openFile.length, lessThan));
  return hashes;
}

function listProvides(primary: Uint8Array): readonly number[] {
  const bytes = view(primary);
  const start = bytes.indexOf(openProvides);
  const part = start < 0 ? bytes.subarray(0, 0) : bytes.subarray(start, bytes.indexOf(closeProvides, start));
  const hashes: number[] = [];
  for (let at = part.indexOf(openEntry); at >= 0; at = part.indexOf(openEntry, at + openEntry.length)) hashes.push(hashUntil(part, at + openEntry.length, quote));
  return hashes;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** FNV-1a over the bytes up to the one that ends them, or the end. */
function hashUntil(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < bytes.length && bytes[at] !== end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
