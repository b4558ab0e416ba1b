import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeCacheFile } from './cache-file.ts';
import { adoptIndex, indexAnew, indexOf } from './content-index.ts';
import { openOwnerFile, writeOwnerFile, type OwnerFile } from './owner-file.ts';
import type { OwnerTable } from './owner-index.ts';
import type { SnapshotContent } from './snapshot-content.ts';

/** Snapshots that are kept: the last ones of a few channels. */
const keptSnapshots = 8;
/** What is not kept may be another process's that is not done. */
const foreignMilliseconds = 3_600_000;
const addedEnding = '.added.json';
const tableEnding = '.owners';

/**
 * Takes over what `saveIndex` wrote for the snapshot of that digest, so that nothing of it has to be unpacked to search it.
 * What is not there, or not whole, changes nothing.
 */
export function loadIndex(folder: string, digest: string, { chunks }: SnapshotContent): void {
  try {
    const name = readdirSync(folder).find((each) => each.startsWith(`${digest}.`) && each.endsWith(addedEnding));
    if (name === undefined) return;
    const added = JSON.parse(readFileSync(join(folder, name), 'utf8')) as readonly (readonly [string, readonly number[]])[];
    adoptIndex(chunks, { table: openOwnerFile(join(folder, tableOf(name))), added: new Map(added) });
  } catch {
    // It is made anew when something is searched.
  }
}

/** Writes the index of a snapshot for the next process: what came in since a table was written, and the table where it is new. A cache that cannot be written is none. */
export function saveIndex(folder: string, digest: string, { chunks }: SnapshotContent): void {
  const known = indexOf(chunks);
  const { table, added } = isLost(known.table) ? indexAnew(chunks) : known;
  try {
    mkdirSync(folder, { recursive: true });
    const written = isFile(table) && dirname(table.file) === folder ? table : writeOwnerFile(join(folder, `${digest.slice(0, 16)}${tableEnding}`), table.read());
    adoptIndex(chunks, { table: written, added });
    writeCacheFile(join(folder, `${digest}.${nameOf(written)}${addedEnding}`), [JSON.stringify([...added])]);
    dropOldest(folder);
  } catch {
    // The next process makes it anew.
  }
}

function isFile(table: OwnerTable): table is OwnerFile {
  return 'file' in table;
}

/** Of a cache that somebody removed. */
function isLost(table: OwnerTable): boolean {
  return isFile(table) && !existsSync(table.file);
}

/** Of a table, without folder and ending. */
function nameOf({ file }: OwnerFile): string {
  return basename(file, tableEnding);
}

/** The table that `<digest>.<table>.added.json` adds to. */
function tableOf(name: string): string {
  return `${name.slice(name.indexOf('.') + 1, -addedEnding.length)}${tableEnding}`;
}

function dropOldest(folder: string): void {
  const aged = readdirSync(folder).map((name) => ({ name, changedMs: statSync(join(folder, name)).mtimeMs })).sort((left, right) => right.changedMs - left.changedMs);
  const kept = aged.filter(({ name }) => name.endsWith(addedEnding)).slice(0, keptSnapshots).map(({ name }) => name);
  const needed = new Set([...kept, ...kept.map(tableOf)]);
  for (const { name, changedMs } of aged) {
    const isOld = name.endsWith(addedEnding) || changedMs < Date.now() - foreignMilliseconds;
    if (!needed.has(name) && isOld) rmSync(join(folder, name), { force: true });
  }
}
