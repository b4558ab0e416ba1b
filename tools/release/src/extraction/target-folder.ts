import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { ExtractionStep } from '@bigpanda/rpm-format';

export interface Filling {
  /** Absolute path. */
  readonly folder: string;
  readonly steps: readonly ExtractionStep[];
  /** Whether the folder may hold something: files of the same path are replaced, all others stay. */
  readonly mayHoldFiles: boolean;
  /** Makes everything in an empty folder beside the target. */
  readonly fill: (folder: string) => Promise<void>;
}

/**
 * Fills a folder with what is made beside it first: when that fails, the folder is as it was.
 * An absent or empty folder appears in one step; into one that holds something, whole files are moved one by one, never through a symlink.
 * @throws ReleaseError `FOLDER_NOT_EMPTY`, `DISK_TOO_SMALL`, `PATH_IN_THE_WAY`
 */
export async function fillFolder({ folder, steps, mayHoldFiles, fill }: Filling): Promise<void> {
  const isEmpty = await isAbsentOrEmpty(folder);
  if (!isEmpty && !mayHoldFiles) {
    throw new ReleaseError('FOLDER_NOT_EMPTY', `extract: the folder "${folder}" is not empty`, { exitStatus: 2, hint: 'Choose another with --to, or --force to replace files of the same path.' });
  }
  if (!isEmpty) await requireFreePaths(folder, steps);
  await mkdir(dirname(folder), { recursive: true });
  await requireRoom(dirname(folder), steps);
  const beside = join(dirname(folder), `.${basename(folder).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  await mkdir(beside, { mode: 0o700 });
  try {
    await fill(beside);
    if (isEmpty) await moveWhole(beside, folder);
    else await moveEach(beside, { folder, steps });
  } finally {
    await removeAll(beside, steps);
  }
}

async function isAbsentOrEmpty(folder: string): Promise<boolean> {
  const found = await find(folder);
  if (found === undefined) return true;
  if (found.isDirectory()) return (await readdir(folder)).length === 0;
  throw new ReleaseError('PATH_IN_THE_WAY', `extract: "${folder}" is not a folder`, { exitStatus: 2, hint: 'Choose another with --to.' });
}

/** What a package says of its size may be a lie; it is at least no longer than that when it is unpacked. */
async function requireRoom(folder: string, steps: readonly ExtractionStep[]): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [wanted, free] = [steps.reduce((sum, step) => sum + (step.type === 'file' ? step.sizeBytes : 0), 0), bavail * bsize];
  if (wanted > free) throw new ReleaseError('DISK_TOO_SMALL', `extract: the files take ${wanted} bytes; found ${free} bytes free in "${folder}"`, { hint: 'Choose a folder on a larger disk with --to.' });
}

/** Every folder on the way to a file must be one, and no folder may stand where a file is to be. */
async function requireFreePaths(folder: string, steps: readonly ExtractionStep[]): Promise<void> {
  for (const step of steps) {
    const names = step.path.split('/');
    for (const [index] of names.entries()) {
      const path = names.slice(0, index + 1).join('/');
      const found = await find(join(folder, path));
      if (found === undefined) break;
      const wantsFolder = index < names.length - 1 || step.type === 'dir';
      if (found.isDirectory() !== wantsFolder) {
        throw new ReleaseError('PATH_IN_THE_WAY', `extract: "${join(folder, path)}" is ${found.isDirectory() ? 'a folder' : 'no folder'}; wanted ${wantsFolder ? 'a folder' : 'a file or nothing'}`, { hint: 'Move it away, or choose another folder with --to.' });
      }
    }
  }
}

async function moveWhole(beside: string, folder: string): Promise<void> {
  await chmod(beside, 0o755);
  await rename(beside, folder);
}

async function moveEach(beside: string, { folder, steps }: Pick<Filling, 'folder' | 'steps'>): Promise<void> {
  for (const step of steps) {
    const target = join(folder, step.path);
    await mkdir(step.type === 'dir' ? target : dirname(target), { recursive: true });
    if (step.type !== 'dir') await rename(join(beside, step.path), target);
  }
}

/** Folders that nobody may write to are opened first. */
async function removeAll(beside: string, steps: readonly ExtractionStep[]): Promise<void> {
  if ((await find(beside)) === undefined) return;
  for (const step of steps) if (step.type === 'dir') await chmod(join(beside, step.path), 0o700).catch(() => undefined);
  await rm(beside, { recursive: true, force: true });
}

async function find(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
