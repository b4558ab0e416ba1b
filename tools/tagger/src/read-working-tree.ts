import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readGit } from './git.ts';
import { isMissing } from './missing-file.ts';

/** A path that differs from the commit that is checked out, with a digest of what stands there now. */
export interface ChangedPath {
  readonly path: string;
  /** SHA-256 over kind and content, or `deleted`; empty where nobody asked for it. */
  readonly digest: string;
}

/** Files that are read at a time. */
const parallelFiles = 8;

/** Every changed and every new, not ignored path of the working tree, sorted; digests only of those that count. */
export async function readWorkingTree(workspaceRoot: string, counts: (path: string) => boolean = () => true): Promise<ChangedPath[]> {
  const output = await readGit(workspaceRoot, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames']);
  const paths = output.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
  const digests = await digestPaths(workspaceRoot, paths.filter(counts));
  return paths.map((path) => ({ path, digest: digests.get(path) ?? '' }));
}

async function digestPaths(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const waiting = paths.values();
  const work = async (): Promise<void> => {
    for (const path of waiting) digests.set(path, await digestPath(join(folder, path)));
  };
  await Promise.all(Array.from({ length: parallelFiles }, work));
  return digests;
}

async function digestPath(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    const status = await lstat(file);
    if (status.isSymbolicLink()) return hash.update(`symlink\0${await readlink(file)}`).digest('hex');
    if (status.isDirectory()) return await digestRepository(file, hash);
    if (!status.isFile()) return hash.update('other').digest('hex');
    await pipeline(createReadStream(file), hash.update((status.mode & 0o100) === 0 ? 'file\0' : 'program\0'), { end: false });
    return hash.digest('hex');
  } catch (error) {
    if (isMissing(error)) return 'deleted';
    throw error;
  }
}

/** A repository inside this one, such as a submodule: git names only its folder, so its files are listed by itself. */
async function digestRepository(folder: string, hash: Hash): Promise<string> {
  const output = await readGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  const digests = await digestPaths(folder, output.split('\0').filter((path) => path !== ''));
  hash.update('repository\0');
  for (const [path, digest] of [...digests].sort(([left], [right]) => (left < right ? -1 : 1))) hash.update(`${path}\0${digest}\n`);
  return hash.digest('hex');
}
