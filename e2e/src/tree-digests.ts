import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** SHA-256 of every regular file below a folder, by path below it, sorted; links are not followed. */
export function digestTree(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
  return new Map(paths.map((path) => [path, createHash('sha256').update(readFileSync(join(root, path))).digest('hex')]));
}

/** The files that a client reads: packages, metadata and keys; not who published when, nor the names that stand for a time. */
export function servedDigests(repository: string): ReadonlyMap<string, string> {
  return new Map([...digestTree(repository)].filter(([path]) => /^(?:pool|keys)\/|^(?:snapshots|channels)\/.*\/repodata\//.test(path)));
}
