import { ReleaseError, type ConfigurationProblem, type RepoSnapshot } from '@bigpanda/release-model';
import { readFragment, splitFragments, type ListedPackage } from '@bigpanda/rpm-format';
import { layout, poolPath, snapshotId } from './layout.ts';
import { readOrDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { readMembers, readSnapshotPackages, readSnapshotRepomd } from './snapshot-reader.ts';

/**
 * Refuses a promotion that would give out packages that are not there: each that it brings has to be in the pool, with the size that the snapshot lists.
 * Pieces of metadata that the channel gives out already are not looked at, so the cost is that of what is new to it.
 * @throws ReleaseError `PROMOTE_REFUSED` (exit status 3) naming all of them, `REPOSITORY_DAMAGED`
 */
export async function requirePooled(files: RepositoryFiles, { source, destination, channel }: { readonly source: RepoSnapshot | undefined; readonly destination: RepoSnapshot | undefined; readonly channel: string }): Promise<void> {
  if (source === undefined || source.digest === destination?.digest) return;
  const problems: ConfigurationProblem[] = [];
  for (const listed of await listNew(files, source, destination)) {
    const [path, found] = [poolPath(listed), await files.size(poolPath(listed))];
    if (found !== listed.sizeBytes) problems.push({ path, found: found === undefined ? 'no file' : `${found} bytes`, allowed: `the ${listed.sizeBytes} bytes that snapshot "${snapshotId(source)}" lists` });
  }
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 package is' : `${problems.length} packages are`;
  throw new ReleaseError('PROMOTE_REFUSED', `promote to "${channel}": ${count} not in the pool as listed; nothing was changed`, {
    exitStatus: 3, problems, hint: 'Bring them back from a copy: bigpanda repo verify --repair --copy DIR; or add the same files once more: bigpanda repo add FILE',
  });
}

/** The packages of a snapshot, but for those in pieces that the other one has as well. */
async function listNew(files: RepositoryFiles, source: RepoSnapshot, destination: RepoSnapshot | undefined): Promise<readonly ListedPackage[]> {
  const pieces = await readPieces(files, source);
  if (pieces === undefined) return readSnapshotPackages(files, source);
  const known = new Set(destination === undefined ? [] : (await readPieces(files, destination))?.keys());
  const file = `${layout.repodata(source.target, snapshotId(source))}/repomd.xml`;
  return [...pieces].filter(([packed]) => !known.has(packed)).flatMap(([, piece]) => readOrDamaged(file, () => splitFragments(piece.open).map(readFragment)));
}

/** The pieces of a primary by their packed bytes; `undefined` where it was not packed here. */
async function readPieces(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<ReadonlyMap<string, { readonly open: Uint8Array }> | undefined> {
  const entry = (await readSnapshotRepomd(files, snapshot)).entries.find(({ type }) => type === 'primary');
  const members = entry === undefined ? undefined : await readMembers(files, snapshot, entry);
  return members === undefined ? undefined : new Map(members.map((member) => [Buffer.from(member.packed).toString('latin1'), member]));
}
