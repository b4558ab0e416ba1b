import { posix } from 'node:path';
import type { PackageFile } from '@bigpanda/rpm-format';

export type PackageFolder = Extract<PackageFile, { type: 'dir' | 'ghost' }>;

/**
 * The files with the folders that belong to them: each folder above a file, from the first one called like a package of the component downwards.
 * So `/usr/lib/panda-server/static` goes away with its package, while `/usr/bin` and `/etc/panda` are left to who lists them.
 * @param explicit folders that some package of the component lists: all its packages own them with the same mode and owner, or rpm sees a conflict
 */
export function addOwnedFolders(files: readonly PackageFile[], names: readonly string[], explicit: readonly PackageFile[]): readonly PackageFile[] {
  const listed = new Map(explicit.map((folder) => [folder.path, folder]));
  const present = new Set(files.map(({ path }) => path));
  const holding = new Set(files.map(({ path }) => posix.dirname(path)));
  const wanted = new Set([...holding].flatMap((folder) => listOwnedFolders(folder, names)));
  const added = [...wanted].filter((path) => !present.has(path));
  return [...files, ...added.map((path) => listed.get(path) ?? { type: 'dir' as const, path, mode: 0o755 })];
}

/** @param holding the folder that holds a file */
function listOwnedFolders(holding: string, names: readonly string[]): readonly string[] {
  const folders: string[] = [];
  for (let folder = holding; folder !== '/'; folder = posix.dirname(folder)) folders.unshift(folder);
  const first = folders.findIndex((folder) => names.includes(posix.basename(folder)));
  return first < 0 ? [] : folders.slice(first);
}
