import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { joinAdjacent } from './adjacent-bytes.ts';
import { adoptIndex, indexOf } from './chunk-index.ts';
import type { SnapshotContent } from './snapshot-content.ts';

/** Files that are kept: the last snapshots of a few channels. */
const keptFiles = 8;
const headerWords = 1;
const wordsPerChunk = 2;

/**
 * Takes over what `saveIndexes` wrote for the snapshot of that digest, so that nothing of it has to be unpacked to search it.
 * A file that is not there, or not whole, changes nothing.
 */
export function loadIndexes(folder: string, digest: string, { chunks }: SnapshotContent): void {
  const words = readWords(fileOf(folder, digest));
  if (words?.[0] !== chunks.length) return;
  let at = headerWords + chunks.length * wordsPerChunk;
  const take = (length = 0) => words.subarray(at, at += length);
  for (const [index, chunk] of chunks.entries()) {
    const place = headerWords + index * wordsPerChunk;
    adoptIndex(chunk, { paths: take(words[place]), provides: take(words[place + 1]) });
  }
}

/** Writes the indexes of a snapshot for the next process. A cache that cannot be written is none. */
export function saveIndexes(folder: string, digest: string, { chunks }: SnapshotContent): void {
  const indexes = chunks.map(indexOf);
  const lengths = indexes.flatMap(({ paths, provides }) => [paths.length, provides.length]);
  // What was read from one file stays together, so that a publish takes over what it did not change as it is.
  const body = joinAdjacent([Uint32Array.from([chunks.length, ...lengths]), ...indexes.flatMap(({ paths, provides }) => [paths, provides])]);
  const file = fileOf(folder, digest);
  const own = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeParts(own, [Uint32Array.of(checksum(body)), ...body]);
    renameSync(own, file);
    dropOldest(folder);
  } catch {
    removeIfPossible(own);
  }
}

function fileOf(folder: string, digest: string): string {
  return join(folder, `${digest}.index`);
}

/** What stands in a file that is whole, behind its checksum. */
function readWords(file: string): Uint32Array | undefined {
  const bytes = readOrNothing(file);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / Uint32Array.BYTES_PER_ELEMENT));
  return words[0] === checksum([bytes.subarray(Uint32Array.BYTES_PER_ELEMENT)]) ? words.subarray(1) : undefined;
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Against a file that was cut off: nobody but its user writes to the cache. */
function checksum(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

function writeParts(file: string, parts: readonly (Uint8Array | Uint32Array)[]): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const part of parts) writeFileSync(descriptor, part);
  } finally {
    closeSync(descriptor);
  }
}

function removeIfPossible(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Of a folder that nothing can be removed from.
  }
}

function dropOldest(folder: string): void {
  const aged = readdirSync(folder).map((name) => ({ name, changedMs: statSync(join(folder, name)).mtimeMs }));
  const old = aged.sort((left, right) => right.changedMs - left.changedMs).slice(keptFiles);
  for (const { name } of old) rmSync(join(folder, name), { force: true });
}
