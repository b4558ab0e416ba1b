import { addedLimit, extendIndex, findOwnerNames, listChunkThings, listThings, makeIndex, type OwnedThings, type OwnerIndex } from './owner-index.ts';
import type { PackageEntry } from './package-entry.ts';
import type { SnapshotChunk } from './snapshot-chunk.ts';

type Chunks = readonly SnapshotChunk[];

/** Made when it is asked for first, and carried from one content to the next. */
const indexes = new WeakMap<Chunks, OwnerIndex>();

/** Who of a content may have what. Cost: that of unpacking all packages, where nothing is known of what it came from. */
export function indexOf(chunks: Chunks): OwnerIndex {
  return indexes.get(chunks) ?? indexAnew(chunks);
}

/** As `indexOf`, whatever is known. */
export function indexAnew(chunks: Chunks): OwnerIndex {
  const index = makeIndex(listAll(chunks));
  indexes.set(chunks, index);
  return index;
}

/** Takes over an index that was made before. */
export function adoptIndex(chunks: Chunks, index: OwnerIndex): void {
  indexes.set(chunks, index);
}

/** Gives a changed content the index of the one before, with the packages that came in. */
export function carryIndex(before: Chunks, after: Chunks, added: readonly PackageEntry[]): void {
  const index = indexes.get(before);
  if (index === undefined) return;
  // Pieces of many packages are made whenever they are asked for: then it is cheaper to unpack what they were packed in.
  const things = added.length <= addedLimit ? added.map(({ fragments }) => listThings(fragments)) : listAll(withoutThose(after, before));
  const extended = ifReadable(() => extendIndex(index, things));
  if (extended !== undefined) indexes.set(after, extended);
}

/** For each hash the names of packages that may have what it stands for. */
export function findOwnersOf(chunks: Chunks, hashes: readonly number[]): readonly (readonly string[])[] {
  const index = indexOf(chunks);
  return ifReadable(() => findOwnerNames(index, hashes)) ?? findOwnerNames(indexAnew(chunks), hashes);
}

/** `undefined` where the table is in a file of a cache that somebody removed or cut off. */
function ifReadable<Value>(use: () => Value): Value | undefined {
  try {
    return use();
  } catch (cause) {
    if (cause instanceof RangeError || (cause instanceof Error && 'syscall' in cause)) return undefined;
    throw cause;
  }
}

function* listAll(chunks: Chunks): Iterable<OwnedThings> {
  for (const chunk of chunks) yield* listChunkThings(chunk);
}

function withoutThose(chunks: Chunks, others: Chunks): Chunks {
  const known = new Set(others);
  return chunks.filter((chunk) => !known.has(chunk));
}
