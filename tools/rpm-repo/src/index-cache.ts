import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adoptIndex, indexOf } from './chunk-index.ts';
import type { SnapshotContent } from './snapshot-content.ts';

/** Files that are kept: the last snapshots of a few channels. */
const keptFiles = 8;
const digestLength = 32;
const headerWords = 1;
const wordsPerChunk = 2;

/**
 * Takes over what `saveIndexes` wrote for the snapshot of that digest, so that nothing of it has to be unpacked to search it.
 * A file that is not there, or not whole, changes nothing.
 */
export async function loadIndexes(folder: string, digest: string, { chunks }: SnapshotContent): Promise<void> {
  const words = decode(await readFile(fileOf(folder, digest)).catch(() => Buffer.alloc(0)));
  if (words?.[0] !== chunks.length) return;
  let at = headerWords + chunks.length * wordsPerChunk;
  const take = (length = 0) => words.subarray(at, at += length);
  for (const [index, chunk] of chunks.entries()) {
    const place = headerWords + index * wordsPerChunk;
    adoptIndex(chunk, { paths: take(words[place]), provides: take(words[place + 1]) });
  }
}

/** Writes the indexes of a snapshot for the next process. A cache that cannot be written is none. */
export async function saveIndexes(folder: string, digest: string, { chunks }: SnapshotContent): Promise<void> {
  const indexes = chunks.map(indexOf);
  const lengths = indexes.flatMap(({ paths, provides }) => [paths.length, provides.length]);
  const parts = [Uint32Array.from([chunks.length, ...lengths]), ...indexes.flatMap(({ paths, provides }) => [paths, provides])];
  const body = Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
  const file = fileOf(folder, digest);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.${process.pid}`, Buffer.concat([createHash('sha256').update(body).digest(), body]));
    await rename(`${file}.${process.pid}`, file);
    await dropOldest(folder);
  } catch {
    await rm(`${file}.${process.pid}`, { force: true }).catch(() => undefined);
  }
}

function fileOf(folder: string, digest: string): string {
  return join(folder, `${digest}.index`);
}

function decode(bytes: Buffer): Uint32Array | undefined {
  const body = bytes.subarray(digestLength);
  if (body.length === 0 || !createHash('sha256').update(body).digest().equals(bytes.subarray(0, digestLength))) return undefined;
  // A view of 32-bit numbers has to begin at a multiple of four.
  return new Uint32Array(new Uint8Array(body).buffer);
}

async function dropOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  const aged = await Promise.all(names.map(async (name) => ({ name, changedMs: (await stat(join(folder, name))).mtimeMs })));
  const old = aged.sort((left, right) => right.changedMs - left.changedMs).slice(keptFiles);
  for (const { name } of old) await rm(join(folder, name), { force: true });
}
