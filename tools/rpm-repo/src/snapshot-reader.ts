import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parsePrimary, parseRepomd, type ListedPackage, type Repomd, type RepomdEntry } from '@bigpanda/rpm-format';
import type { RepoSnapshot } from '@bigpanda/release-model';
import { layout, snapshotId } from './layout.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** More than the metadata of 100,000 packages need; a signed repomd.xml that announces more is not followed. */
const openLimitBytes = 512 << 20;

/**
 * What the repomd.xml of a snapshot says, after its digest was compared.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readSnapshotRepomd(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<Repomd> {
  const file = `${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`;
  const bytes = await files.read(file);
  if (bytes === undefined) throw repositoryDamaged(file, 'is missing');
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== snapshot.digest) throw repositoryDamaged(file, `has the sha256 "${digest}"; wanted "${snapshot.digest}"`);
  return explain(file, () => parseRepomd(Buffer.from(bytes).toString()));
}

/**
 * A document of a snapshot, unpacked, after both its digests and sizes were compared.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readDocument(files: RepositoryFiles, snapshot: RepoSnapshot, entry: RepomdEntry): Promise<Uint8Array> {
  const file = `${layout.snapshot(snapshot.target, snapshotId(snapshot))}/${entry.href}`;
  const bytes = await files.read(file);
  if (bytes === undefined) throw repositoryDamaged(file, 'is missing');
  requireBytes(file, bytes, entry);
  if (entry.openSizeBytes > openLimitBytes) throw repositoryDamaged(file, `has ${entry.openSizeBytes} bytes unpacked; at most ${openLimitBytes} are read`);
  const open = explain(file, () => gunzipSync(bytes, { maxOutputLength: Math.max(1, entry.openSizeBytes) }));
  requireBytes(file, open, { sha256: entry.openSha256, sizeBytes: entry.openSizeBytes });
  return open;
}

/**
 * The packages of a snapshot, in the order of its primary.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readSnapshotPackages(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<readonly ListedPackage[]> {
  const repomd = await readSnapshotRepomd(files, snapshot);
  const file = `${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`;
  const entry = repomd.entries.find(({ type }) => type === 'primary');
  if (entry === undefined) throw repositoryDamaged(file, 'lists no "primary"');
  const xml = Buffer.from(await readDocument(files, snapshot, entry)).toString();
  return explain(file, () => parsePrimary(xml, { limitBytes: openLimitBytes }));
}

function requireBytes(file: string, bytes: Uint8Array, wanted: { readonly sha256: string; readonly sizeBytes: number }): void {
  if (bytes.length !== wanted.sizeBytes) throw repositoryDamaged(file, `has ${bytes.length} bytes; wanted ${wanted.sizeBytes}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== wanted.sha256) throw repositoryDamaged(file, `has the sha256 "${sha256}"; wanted "${wanted.sha256}"`);
}

function explain<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw repositoryDamaged(file, `cannot be read: ${(cause as Error).message}`, cause);
  }
}
