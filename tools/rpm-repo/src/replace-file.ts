import { layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** Puts a whole file in place at once: readers see the old bytes or the new ones. Only for the holder of the lock. */
export async function replaceFile(files: RepositoryFiles, path: string, content: Uint8Array | string): Promise<void> {
  const staged = stagedName(path);
  await files.remove(staged);
  await files.write(staged, typeof content === 'string' ? Buffer.from(content) : content);
  await files.move(staged, path);
}

/** As `replaceFile`, with the bytes of another file of the repository. */
export async function replaceShared(files: RepositoryFiles, path: string, source: string): Promise<void> {
  const staged = stagedName(path);
  await files.remove(staged);
  await files.share(source, staged);
  await files.move(staged, path);
}

/** As `replaceFile`, for a symbolic link. */
export async function replaceLink(files: RepositoryFiles, path: string, target: string): Promise<void> {
  const staged = stagedName(path);
  await files.remove(staged);
  await files.link(staged, target);
  await files.move(staged, path);
}

function stagedName(path: string): string {
  return `${layout.staging}/${path.replaceAll('/', '_')}`;
}
