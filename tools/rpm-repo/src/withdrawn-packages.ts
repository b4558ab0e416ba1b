import { ReleaseError, type PublishAction, type PublishRecord } from '@bigpanda/release-model';
import { compareEvr, type ListedPackage } from '@bigpanda/rpm-format';
import { readPointer } from './channel-pointer.ts';
import { readRecords } from './publish-record.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { readSnapshotPackages } from './snapshot-reader.ts';

/** A package that a channel gave out, and that was taken back for a reason: what the channel has of its name is older. */
export interface WithdrawnPackage {
  readonly package: ListedPackage;
  /** The change that took it back. */
  readonly record: PublishRecord;
}

/** What takes packages from hosts. */
const takingActions: readonly PublishAction[] = ['remove', 'rollback', 'yank'];

/**
 * The packages that were taken back from a channel and for which nothing newer was given out since, newest change first.
 * What snapshots that were collected held is not known any more.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function findWithdrawn(root: string, { channel, target }: { readonly channel: string; readonly target: string }): Promise<readonly WithdrawnPackage[]> {
  const files = openRepositoryFiles(root);
  const pointer = await readPointer(files, channel, target);
  if (pointer === undefined) return [];
  const records = (await readRecords(files, target)).map(({ record }) => record);
  const changes = records.filter((record) => record.channel === channel && takingActions.includes(record.action ?? 'add')).reverse();
  if (changes.length === 0) return [];
  const snapshots = new Map(records.map(({ snapshot }) => [snapshot.digest, snapshot]));
  const taken = await Promise.all(changes.map(async (record) => {
    const before = snapshots.get(record.replaced ?? '');
    if (before === undefined) return [];
    const [then, left] = [await readKept(files, before), await readKept(files, record.snapshot)];
    return then.filter((each) => !left.some((other) => isSame(other, each))).map((each): WithdrawnPackage => ({ package: each, record }));
  }));
  return chooseWithdrawn(taken.flat(), await readSnapshotPackages(files, pointer.snapshot));
}

/** Of what was taken back, newest change first, that which a channel has nothing as new as. */
function chooseWithdrawn(taken: readonly WithdrawnPackage[], given: readonly ListedPackage[]): readonly WithdrawnPackage[] {
  const first = taken.filter((one, index) => taken.findIndex((other) => isSame(other.package, one.package)) === index);
  return first.filter(({ package: { name, arch, ...evr } }) => !given.some((each) => each.name === name && each.arch === arch && compareEvr(each, evr) >= 0));
}

function isSame(left: ListedPackage, right: ListedPackage): boolean {
  return left.name === right.name && left.arch === right.arch && compareEvr(left, right) === 0;
}

/** Nothing of a snapshot that was collected. */
async function readKept(files: RepositoryFiles, snapshot: PublishRecord['snapshot']): Promise<readonly ListedPackage[]> {
  return readSnapshotPackages(files, snapshot).catch((error: unknown) => {
    if (error instanceof ReleaseError && error.code === 'REPOSITORY_DAMAGED') return [];
    throw error;
  });
}
