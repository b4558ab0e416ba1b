import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteSandboxFiles, type PandaDatabase } from '@bigpanda/datastore';
import type { Log } from '@bigpanda/program';

export interface ExpiryContext {
  readonly database: PandaDatabase;
  readonly log: Log;
  readonly readClock: () => number;
  readonly cacheFolder: string;
  /** Files that nobody has put, touched or asked for so long are taken away. */
  readonly keepDays: number;
}

const day = 86_400_000;

/**
 * Takes away what has lain in the cache unused for too long, and forgets its checksum, so that clients put it again.
 * `touchFile` keeps a file. @returns how many files were taken away
 */
export async function expireSandboxes({ database, log, readClock, cacheFolder, keepDays }: ExpiryContext): Promise<number> {
  const before = readClock() - keepDays * day;
  const entries = await readdir(cacheFolder, { withFileTypes: true, recursive: true }).catch(() => []);
  const expired: string[] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if ((await stat(path).then((found) => found.mtimeMs, () => Infinity)) >= before) continue;
    await deleteSandboxFiles(database, [entry.name]);
    await rm(path, { force: true });
    expired.push(entry.name);
  }
  if (expired.length > 0) log.info({ count: expired.length, keepDays }, 'files of the cache expired');
  return expired.length;
}
