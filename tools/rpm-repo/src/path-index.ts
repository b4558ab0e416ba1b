import type { SnapshotChunk } from './snapshot-chunk.ts';

/** Hashes of the paths in a chunk's filelists, sorted; made once for each chunk, which never changes. */
const indexes = new WeakMap<SnapshotChunk, Uint32Array>();

const openTag = Buffer.from('<file>');
const lessThan = '<'.charCodeAt(0);

/** Whether a chunk may hold a file of that path (in the XML's own spelling): never wrong when it says no. */
export function mayHoldPath(chunk: SnapshotChunk, path: Uint8Array): boolean {
  const index = indexes.get(chunk) ?? makeIndex(chunk);
  indexes.set(chunk, index);
  return includes(index, hashPath(path, 0));
}

/** Folders and ghosts have an attribute and are not found. */
function makeIndex({ documents }: SnapshotChunk): Uint32Array {
  const { open } = documents.filelists;
  const bytes = Buffer.from(open.buffer, open.byteOffset, open.byteLength);
  const hashes: number[] = [];
  for (let at = bytes.indexOf(openTag); at >= 0; at = bytes.indexOf(openTag, at + openTag.length)) hashes.push(hashPath(bytes, at + openTag.length));
  return Uint32Array.from(hashes).sort();
}

/** FNV-1a over the bytes up to the next tag or the end. */
function hashPath(bytes: Uint8Array, start: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < bytes.length && bytes[at] !== lessThan; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
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
