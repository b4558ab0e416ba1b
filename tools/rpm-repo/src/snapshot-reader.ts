import { createHash } from 'node:crypto';
import { parsePrimary, parseRepomd, type ListedPackage, type Repomd, type RepomdEntry } from '@bigpanda/rpm-format';
import type { RepoSnapshot } from '@bigpanda/release-model';
import { findCodec, splitDocument, unpackDocument, type DocumentMember } from './document-members.ts';
import { layout, snapshotId } from './layout.ts';
import { readOrDamaged, repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** More than the metadata of 100,000 packages need; a signed repomd.xml that announces more is not followed. */
const openLimitBytes = 512 << 20;

/**
 * What the repomd.xml of a snapshot says, after its digest was compared.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readSnapshotRepomd(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<Repomd> {
  const bytes = await readRepomdBytes(files, snapshot);
  return readOrDamaged(`${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`, () => parseRepomd(Buffer.from(bytes).toString()));
}

/** The repomd.xml of a snapshot, after its digest was compared. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readRepomdBytes(files: RepositoryFiles, snapshot: RepoSnapshot): Promise<Uint8Array> {
  const file = `${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`;
  const bytes = await files.read(file);
  if (bytes === undefined) throw repositoryDamaged(file, 'is missing');
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== snapshot.digest) throw repositoryDamaged(file, `has the sha256 "${digest}"; wanted "${snapshot.digest}"`);
  return bytes;
}

/**
 * A document of a snapshot, unpacked, after its digests and sizes were compared.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readDocument(files: RepositoryFiles, snapshot: RepoSnapshot, entry: RepomdEntry): Promise<Uint8Array> {
  const { file, bytes } = await readPacked(files, snapshot, entry);
  const codec = readOrDamaged(file, () => findCodec(entry.href));
  if (codec === undefined) return bytes;
  const open = readOrDamaged(file, () => unpackDocument(bytes, codec, limitOpen(file, entry)));
  requireOpen(file, [open], entry);
  return open;
}

/**
 * As `readDocument`, in the members it was packed in, which are not unpacked yet; `undefined` for a document that was not packed here.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readMembers(files: RepositoryFiles, snapshot: RepoSnapshot, entry: RepomdEntry): Promise<readonly DocumentMember[] | undefined> {
  const { file, bytes } = await readPacked(files, snapshot, entry);
  const codec = readOrDamaged(file, () => findCodec(entry.href));
  return codec === undefined ? undefined : readOrDamaged(file, () => splitDocument(bytes, { codec, file, openSizeBytes: limitOpen(file, entry) }));
}

async function readPacked(files: RepositoryFiles, snapshot: RepoSnapshot, entry: RepomdEntry): Promise<{ readonly file: string; readonly bytes: Uint8Array }> {
  const file = `${layout.snapshot(snapshot.target, snapshotId(snapshot))}/${entry.href}`;
  const bytes = await files.read(file);
  if (bytes === undefined) throw repositoryDamaged(file, 'is missing');
  requireBytes(file, [bytes], entry);
  return { file, bytes };
}

function limitOpen(file: string, { openSizeBytes = openLimitBytes }: RepomdEntry): number {
  if (openSizeBytes > openLimitBytes) throw repositoryDamaged(file, `has ${openSizeBytes} bytes unpacked; at most ${openLimitBytes} are read`);
  return openSizeBytes;
}

function requireOpen(file: string, parts: readonly Uint8Array[], { openSha256, openSizeBytes }: RepomdEntry): void {
  if (openSha256 !== undefined) requireBytes(file, parts, { sha256: openSha256, ...(openSizeBytes === undefined ? {} : { sizeBytes: openSizeBytes }) });
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
  return readOrDamaged(file, () => parsePrimary(xml, { limitBytes: openLimitBytes }));
}

function requireBytes(file: string, parts: readonly Uint8Array[], wanted: { readonly sha256: string; readonly sizeBytes?: number }): void {
  const sizeBytes = parts.reduce((size, { length }) => size + length, 0);
  if (wanted.sizeBytes !== undefined && sizeBytes !== wanted.sizeBytes) throw repositoryDamaged(file, `has ${sizeBytes} bytes; wanted ${wanted.sizeBytes}`);
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  const sha256 = digest.digest('hex');
  if (sha256 !== wanted.sha256) throw repositoryDamaged(file, `has the sha256 "${sha256}"; wanted "${wanted.sha256}"`);
}
