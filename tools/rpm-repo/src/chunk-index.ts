import type { PackageFragments } from '@bigpanda/rpm-format';
import type { SnapshotChunk } from './snapshot-chunk.ts';

/** Hashes of what the packages of a chunk hold, sorted: 4 bytes for a path or a name, so that a search reads only chunks that are worth it. */
export interface ChunkIndex {
  /** Of files; folders and ghosts have an attribute in the XML and are not found. */
  readonly paths: Uint32Array;
  /** Of the names that are provided. */
  readonly provides: Uint32Array;
}

/** Made once for each chunk, which never changes. */
const indexes = new WeakMap<SnapshotChunk, ChunkIndex>();

const openFile = Buffer.from('<file>');
const openEntry = Buffer.from('<rpm:entry name="');
const openProvides = Buffer.from('<rpm:provides>');
const closeProvides = Buffer.from('</rpm:provides>');
const lessThan = '<'.charCodeAt(0);
const quote = '"'.charCodeAt(0);

/** The chunks that may hold a file of that path (in the XML's own spelling): none is missing, and few are too many. */
export function findByPath(chunks: readonly SnapshotChunk[], path: Uint8Array): readonly SnapshotChunk[] {
  const hash = hashUntil(path, 0, lessThan);
  return chunks.filter((chunk) => includes(indexOf(chunk).paths, hash));
}

/** Of paths (in the XML's own spelling), whether a chunk may hold a file of it: true for each that one does, and for few others. */
export function mayHold(chunks: readonly SnapshotChunk[], paths: readonly Uint8Array[]): readonly boolean[] {
  const hashes = Uint32Array.from(paths, (path) => hashUntil(path, 0, lessThan));
  const held = hashes.map(() => 0);
  // Each chunk once: to come to its index takes longer than to search it.
  for (const chunk of chunks) {
    const index = indexOf(chunk).paths;
    for (let at = 0; at < hashes.length; at += 1) if (includes(index, hashes[at] ?? 0)) held[at] = 1;
  }
  return Array.from(held, (each) => each === 1);
}

/** The chunks of which a package may provide that name (in the XML's own spelling): none is missing, and few are too many. */
export function findByProvide(chunks: readonly SnapshotChunk[], name: Uint8Array): readonly SnapshotChunk[] {
  const hash = hashUntil(name, 0, quote);
  return chunks.filter((chunk) => includes(indexOf(chunk).provides, hash));
}

/** The index of a chunk. Cost: that of unpacking it, the first time. */
export function indexOf(chunk: SnapshotChunk): ChunkIndex {
  const index = indexes.get(chunk) ?? makeIndex(chunk);
  indexes.set(chunk, index);
  return index;
}

/** Takes an index over that was made before. */
export function adoptIndex(chunk: SnapshotChunk, index: ChunkIndex): void {
  indexes.set(chunk, index);
}

/** Gives a chunk the index of one that holds the same packages but for a few more. Nothing where that has none yet: whoever asks for it pays less for both then. */
export function extendIndex(chunk: SnapshotChunk, { from, added }: { readonly from: SnapshotChunk; readonly added: readonly PackageFragments[] }): void {
  const known = indexes.get(from);
  if (known === undefined) return;
  const extended = (numbers: Uint32Array, more: readonly number[]) => Uint32Array.from([...numbers, ...more]).sort();
  indexes.set(chunk, {
    paths: extended(known.paths, added.flatMap(({ filelists }) => listPaths(view(filelists)))),
    provides: extended(known.provides, added.flatMap(({ primary }) => listProvides(view(primary)))),
  });
}

function makeIndex({ documents }: SnapshotChunk): ChunkIndex {
  return { paths: Uint32Array.from(listPaths(view(documents.filelists.open))).sort(), provides: Uint32Array.from(listProvides(view(documents.primary.open))).sort() };
}

function listPaths(bytes: Buffer): readonly number[] {
  const hashes: number[] = [];
  for (let at = bytes.indexOf(openFile); at >= 0; at = bytes.indexOf(openFile, at + openFile.length)) hashes.push(hashUntil(bytes, at + openFile.length, lessThan));
  return hashes;
}

function listProvides(bytes: Buffer): readonly number[] {
  const hashes: number[] = [];
  for (let start = bytes.indexOf(openProvides); start >= 0; start = bytes.indexOf(openProvides, start + openProvides.length)) {
    const part = bytes.subarray(start, bytes.indexOf(closeProvides, start));
    for (let at = part.indexOf(openEntry); at >= 0; at = part.indexOf(openEntry, at + openEntry.length)) hashes.push(hashUntil(part, at + openEntry.length, quote));
  }
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

function includes(sorted: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
