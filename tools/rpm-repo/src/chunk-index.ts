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
