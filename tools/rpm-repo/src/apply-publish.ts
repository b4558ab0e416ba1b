import { createHash } from 'node:crypto';
import { canonicalJson, ReleaseError, type PublishRecord, type RepoSnapshot, type RepositoryConfig } from '@bigpanda/release-model';
import { readPackageMetadata, type ListedPackage, type PackageMetadata } from '@bigpanda/rpm-format';
import { armorSignature, type Signer } from '@bigpanda/signer';
import { formatPointer } from './channel-pointer.ts';
import { releasePackageName, writeChannelView } from './channel-view.ts';
import { isSnapshotId, layout, poolLink, poolPath, snapshotId, type StoredPackage } from './layout.ts';
import type { IncomingPackage } from './package-intake.ts';
import { writeIntent } from './publish-intent.ts';
import { replaceFile } from './replace-file.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { composeDocuments, type SnapshotDocuments } from './snapshot-documents.ts';

/** A publish that was decided. */
export interface DecidedPublish {
  readonly channel: string;
  readonly target: string;
  readonly baseUrl: string;
  readonly config: RepositoryConfig;
  readonly signer: Signer;
  readonly record: Pick<PublishRecord, 'publishedAt' | 'publishedBy' | 'reason' | 'commit'>;
  readonly parent?: RepoSnapshot;
  readonly current: readonly ListedPackage[];
  readonly added: readonly IncomingPackage[];
}

interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes what was decided, in an order in which nothing names what is not there yet: packages, snapshot, record, pointer, what follows from the pointer.
 * Only for the holder of the lock, on a repository without an unfinished publish.
 * @throws ReleaseError `KEY_CHANGED`, `REPOSITORY_DAMAGED`
 */
export async function applyPublish(files: RepositoryFiles, decided: DecidedPublish): Promise<RepoSnapshot> {
  const { channel, target, baseUrl } = decided;
  const key = await findNewKey(files, decided);
  const documents = await composeSnapshot(files, decided);
  const snapshot = describeSnapshot(decided, documents);
  const id = snapshotId(snapshot);
  const blobs = await findNewBlobs(files, decided.added);
  const added = [...blobs.map(({ path }) => dirnameOf(path)), ...key.map(({ path }) => path), layout.snapshot(target, id), layout.record(target, id)];
  const view = { baseUrl, releasePackage: releasePackageName(decided.config) };
  await writeIntent(files, { channel, target, id, ...view, added });
  for (const { path, bytes } of [...key, ...blobs]) await replaceFile(files, path, bytes);
  await writeSnapshot(files, { decided, documents, path: layout.snapshot(target, id) });
  await replaceFile(files, layout.record(target, id), canonicalJson({ snapshot, channel, ...decided.record } satisfies PublishRecord));
  await replaceFile(files, layout.pointer(channel, target), formatPointer({ channel, target, snapshot }));
  await writeChannelView(files, { channel, target, snapshot }, view);
  await files.remove(layout.intent);
  await files.remove(layout.staging);
  return snapshot;
}

/** The public key file when it is not there yet; clients that trust another key would refuse everything that is signed with this one. */
async function findNewKey(files: RepositoryFiles, { config, signer }: DecidedPublish): Promise<readonly NewFile[]> {
  const path = layout.key(config.name);
  const bytes = Buffer.from(signer.publicKeyArmored);
  const present = await files.read(path);
  if (present === undefined) return [{ path, bytes }];
  if (bytes.equals(present)) return [];
  throw new ReleaseError('KEY_CHANGED', `publish: "${path}" holds another key than that of the signer, "${signer.fingerprint}"`, {
    exitStatus: 3,
    hint: 'Sign with the key of this repository, or begin a new repository in an empty folder.',
  });
}

async function composeSnapshot(files: RepositoryFiles, decided: DecidedPublish): Promise<SnapshotDocuments & { readonly serial: number }> {
  const serial = await findNextSerial(files, decided.target);
  const present: PackageMetadata[] = [];
  for (const listed of decided.current) present.push(await readStored(files, listed));
  const added = decided.added.flatMap(({ metadata }) => (metadata === undefined ? [] : [metadata]));
  return { ...composeDocuments([...present, ...added], serial), serial };
}

async function findNextSerial(files: RepositoryFiles, target: string): Promise<number> {
  const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name);
  return Math.max(0, ...names.filter(isSnapshotId).map((name) => Number.parseInt(name, 10))) + 1;
}

async function readStored(files: RepositoryFiles, listed: ListedPackage): Promise<PackageMetadata> {
  const bytes = await readBlob(files, listed);
  if (bytes === undefined) throw repositoryDamaged(poolPath(listed), 'is missing');
  return readPackageMetadata(bytes, listed);
}

async function readBlob(files: RepositoryFiles, stored: StoredPackage): Promise<Uint8Array | undefined> {
  const path = poolPath(stored);
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== stored.sha256) throw repositoryDamaged(path, `has the sha256 "${sha256}"; wanted "${stored.sha256}"`);
  return bytes;
}

function describeSnapshot({ target, parent }: DecidedPublish, { serial, digest }: { readonly serial: number; readonly digest: string }): RepoSnapshot {
  return { target, serial, digest, ...(parent === undefined ? {} : { parent: parent.digest }) };
}

async function findNewBlobs(files: RepositoryFiles, added: readonly IncomingPackage[]): Promise<readonly NewFile[]> {
  const blobs: NewFile[] = [];
  for (const { metadata, bytes } of added) {
    if (metadata === undefined || (await readBlob(files, metadata)) !== undefined) continue;
    blobs.push({ path: poolPath(metadata), bytes });
  }
  return blobs;
}

interface StagedSnapshot {
  readonly decided: DecidedPublish;
  readonly documents: SnapshotDocuments;
  readonly path: string;
}

/** Writes the folder of a snapshot aside, then renames it: it is whole or not there. */
async function writeSnapshot(files: RepositoryFiles, { decided, documents, path }: StagedSnapshot): Promise<void> {
  const staged = `${layout.staging}/snapshot`;
  const signature = await decided.signer.sign(documents.repomd, documents.timeSeconds);
  await files.link(`${staged}/Packages`, poolLink);
  for (const { name, bytes } of documents.documents) await files.write(`${staged}/repodata/${name}`, bytes);
  await files.write(`${staged}/repodata/repomd.xml`, documents.repomd);
  await files.write(`${staged}/repodata/repomd.xml.asc`, Buffer.from(armorSignature(signature)));
  await files.write(`${staged}/repodata/repomd.xml.key`, Buffer.from(decided.signer.publicKeyArmored));
  await files.move(staged, path);
}

function dirnameOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
