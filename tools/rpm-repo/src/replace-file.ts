import { layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** Puts a whole file in place at once: readers see the old bytes or the new ones. Only for the holder of the lock. */
export async function replaceFile(files: RepositoryFiles, path: string, content: Uint8Array | string): Promise<void> {
  const staged = `${layout.staging}/${path.replaceAll('/', '_')}`;
  await files.remove(staged);
  await files.write(staged, typeof content === 'string' ? Buffer.from(content) : content);
  await files.move(staged, path);
}
