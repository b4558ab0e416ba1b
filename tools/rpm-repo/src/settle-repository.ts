import { readIntent, settleIntent } from './publish-intent.ts';
import { openRepositoryFiles } from './repository-files.ts';
import { withRepositoryLock } from './repository-lock.ts';

/**
 * Ends a change that was cut off, as the next change would: one whose pointer has moved is finished, any other is undone. Nothing is touched where there is none.
 * @throws ReleaseError `REPOSITORY_LOCKED`, `REPOSITORY_DAMAGED`
 */
export async function settleRepository(root: string): Promise<void> {
  const files = openRepositoryFiles(root);
  if (await readIntent(files) !== undefined) await withRepositoryLock(root, () => settleIntent(files));
}
