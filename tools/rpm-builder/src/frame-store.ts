import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameCache } from '@bigpanda/rpm-format';

/** Enough for the frames of some 5 GB of text at level 9. */
const defaultLimitBytes = 1024 ** 3;
/** What is left after pruning, so that not every run has to prune. */
const keptShare = 0.8;
/** An entry's time is when it was last used; it is set anew when it is older than this. */
const freshSeconds = 3600;
/** Files that are being written are left alone for this long. */
const abandonedSeconds = 3600;

export interface FrameStoreChoice {
  /** Absolute path of its folder, which is its own; made when it is needed. */
  readonly folder: string;
  /** Size to which it is pruned; 1 GiB when absent. */
  readonly limitBytes?: number | undefined;
}

/** A frame cache on disk. */
export interface FrameStore extends FrameCache, AsyncDisposable {}

/**
 * Keeps frames in files, one each, which appear whole; several processes may use a folder at once. What its disk refuses is as if it were not kept:
 * a folder that is full, read-only or damaged makes packing slower and nothing else. Disposing of it removes what was not used for longest, down to
 * the limit, if something was added.
 */
export function openFrameStore({ folder, limitBytes = defaultLimitBytes }: FrameStoreChoice): FrameStore {
  let isWritable = true;
  let isGrown = false;
  const fileOf = (key: string) => join(folder, key.slice(0, 2), key);
  return {
    get: async (key) => readEntry(fileOf(key)),
    put: async (key, bytes) => {
      if (!isWritable) return;
      isWritable = writeEntry(fileOf(key), bytes);
      isGrown ||= isWritable;
    },
    [Symbol.asyncDispose]: async () => {
      if (isGrown) await prune(folder, limitBytes).catch(() => undefined);
    },
  };
}

/** Reading takes less time here than asking another thread to read would. */
function readEntry(file: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(file);
    markUsed(file);
    return bytes;
  } catch {
    return undefined;
  }
}

function markUsed(file: string): void {
  const now = Date.now();
  try {
    if (now - statSync(file).mtimeMs > freshSeconds * 1000) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // Read-only, or pruned by another process meanwhile.
  }
}

/** Whether it was written. */
function writeEntry(file: string, bytes: Uint8Array): boolean {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, file);
    return true;
  } catch {
    removeQuietly(temporary);
    return false;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The next run that prunes removes it.
  }
}

interface Entry {
  readonly file: string;
  readonly sizeBytes: number;
  readonly usedMs: number;
}

async function prune(folder: string, limitBytes: number): Promise<void> {
  const entries = (await listEntries(folder)).sort((left, right) => right.usedMs - left.usedMs);
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let kept = 0;
  for (const { file, sizeBytes, usedMs } of entries) {
    const isAbandoned = file.endsWith('.tmp') && Date.now() - usedMs > abandonedSeconds * 1000;
    if (!isAbandoned && (total <= limitBytes || kept + sizeBytes <= limitBytes * keptShare)) kept += sizeBytes;
    else await rm(file, { force: true });
  }
}

async function listEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const found of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!found.isFile()) continue;
    const file = join(found.parentPath, found.name);
    // Another process may prune at the same time.
    const facts = await stat(file).catch(() => undefined);
    if (facts !== undefined) entries.push({ file, sizeBytes: facts.size, usedMs: facts.mtimeMs });
  }
  return entries;
}
