import type { RepoSnapshot } from '@bigpanda/release-model';
import { readPointer } from '../channel-pointer.ts';
import { requirePooled } from '../pooled-packages.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import type { MatrixResult } from './matrix-result.ts';
import { readMatrix } from './stored-matrix.ts';

/** What a promotion would do. */
export interface PlannedPromotion {
  /** Absent where nothing was published to the channel it comes from. */
  readonly source?: RepoSnapshot;
  readonly destination?: RepoSnapshot;
  /** A result for these two that is stored and that ran. */
  readonly matrix?: MatrixResult;
}

/**
 * What promoting from one channel to another is about, with the upgrade matrix that was tried for just that.
 * @throws ReleaseError `PROMOTE_REFUSED` (exit status 3) for packages that are not in the pool, which no trial can install, `REPOSITORY_DAMAGED`
 */
export async function findMatrix(root: string, { from, to, target, versions }: { readonly from: string; readonly to: string; readonly target: string; readonly versions: number }): Promise<PlannedPromotion> {
  const files = openRepositoryFiles(root);
  const [source, destination] = [(await readPointer(files, from, target))?.snapshot, (await readPointer(files, to, target))?.snapshot];
  await requirePooled(files, { source, destination, channel: to });
  const matrix = source === undefined ? undefined : await readMatrix(files, source);
  const fits = matrix !== undefined && matrix.verdict !== 'not-run' && matrix.snapshot === source?.digest && matrix.replaced === destination?.digest && matrix.versions >= versions;
  return { ...(source === undefined ? {} : { source }), ...(destination === undefined ? {} : { destination }), ...(fits ? { matrix } : {}) };
}
