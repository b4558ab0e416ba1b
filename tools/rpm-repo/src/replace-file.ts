import { layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** A file, link or folder that was made aside and waits to be moved to its place. */
export interface Staged {
  readonly staged: string;
  readonly path: string;
}

/** Makes a file aside. Only for the holder of the lock, as all here. */
export async function stageFile(files: RepositoryFiles, path: string, ...parts: readonly (Uint8Array | string)[]): Promise<Staged> {
  const staged = await clearStaged(files, path);
  await files.write(staged, ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return { staged, path };
}

/** As `stageFile`, with the bytes of another file of the repository. */
export async function stageShared(files: RepositoryFiles, path: string, source: string): Promise<Staged> {
  const staged = await clearStaged(files, path);
  await files.share(source, staged);
  return { staged, path };
}

/** As `stageFile`, for a symbolic link. */
export async function stageLink(files: RepositoryFiles, path: string, target: string): Promise<Staged> {
  const staged = await clearStaged(files, path);
  await files.link(staged, target);
  return { staged, path };
}

/** Moves what was staged to its place, in the order given: readers see the old bytes or the new ones. All is on the disk afterwards. */
export async function placeStaged(files: RepositoryFiles, all: readonly Staged[]): Promise<void> {
  for (const { staged, path } of all) await files.move(staged, path);
  await files.sync();
}

/** Puts a whole file in place at once, on the disk afterwards. */
export async function replaceFile(files: RepositoryFiles, path: string, content: Uint8Array | string): Promise<void> {
  const staged = await stageFile(files, path, content);
  await files.sync();
  await placeStaged(files, [staged]);
}

async function clearStaged(files: RepositoryFiles, path: string): Promise<string> {
  const staged = `${layout.staging}/${path.replaceAll('/', '_')}`;
  await files.remove(staged);
  return staged;
}
