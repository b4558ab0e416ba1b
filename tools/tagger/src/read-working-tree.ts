import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readGit } from './git.ts';

/** A path that differs from the commit that is checked out, with a digest of what stands there now. */
export interface ChangedPath {
  readonly path: string;
  /** SHA-256 over kind and content, or `deleted`. */
  readonly digest: string;
}

/** Every changed and every new, not ignored path of the working tree, sorted. */
export async function readWorkingTree(workspaceRoot: string): Promise<ChangedPath[]> {
  const output = await readGit(workspaceRoot, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames']);
  const paths = output.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
  return Promise.all(paths.map(async (path) => ({ path, digest: await digestPath(join(workspaceRoot, path)) })));
}

async function digestPath(file: string): Promise<string> {
  try {
    const status = await lstat(file);
    const hash = createHash('sha256');
    if (status.isSymbolicLink()) return hash.update(`symlink\0${await readlink(file)}`).digest('hex');
    if (!status.isFile()) return hash.update('other').digest('hex');
    return hash.update((status.mode & 0o100) === 0 ? 'file\0' : 'program\0').update(await readFile(file)).digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'deleted';
    throw error;
  }
}
