import { ReleaseError, type PublishAction, type PublishRecord, type RepoSnapshot, type RepositoryConfig } from '@bigpanda/release-model';
import { armorSignature, type Signer } from '@bigpanda/signer';
import { formatPointer, type ChannelPointer } from './channel-pointer.ts';
import { findNewest, releasePackageName, writeChannelView } from './channel-view.ts';
import type { ContentMemory } from './content-memory.ts';
import { listHistoryLinks } from './history-links.ts';
import { isSnapshotId, layout, poolLink, poolPath, snapshotId } from './layout.ts';
import { finishIntent, writeIntent } from './publish-intent.ts';
import { bringsSnapshot, findLastRecord, recordFile, writeRecord } from './publish-record.ts';
import { replaceFile } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';
import { readSnapshotRepomd } from './snapshot-reader.ts';
import { composeDocuments, type SnapshotDocuments } from './snapshot-documents.ts';

/** Who changes a repository, when, why and from which commit. */
export type RecordAuthor = Pick<PublishRecord, 'publishedAt' | 'publishedBy' | 'reason' | 'commit'>;

/** A file that a change brings; `path` is relative to the root. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A change of one channel that was decided. */
export interface DecidedChange {
  readonly action: PublishAction;
  readonly channel: string;
  readonly target: string;
  readonly baseUrl: string;
  readonly config: RepositoryConfig;
  readonly signer: Signer;
  readonly record: RecordAuthor;
  /** What the channel points at before. */
  readonly parent?: RepoSnapshot;
  /** What it points at afterwards: a snapshot that is there, or what a new one lists, or one that was made elsewhere. */
  readonly next: NextSnapshot;
  /** Packages that are not in the pool yet. */
  readonly blobs?: readonly NewFile[];
  /** `<name>-<version>` of what was added. */
  readonly releases?: readonly string[];
  readonly effects?: Pick<PublishRecord, 'yanked' | 'collected'>;
  /** Paths that go when it is done. */
  readonly removed?: readonly string[];
  readonly memory?: ContentMemory;
}

export type NextSnapshot =
  | { readonly kind: 'present'; readonly snapshot: RepoSnapshot }
  | { readonly kind: 'listed'; readonly content: SnapshotContent }
  | { readonly kind: 'taken'; readonly documents: SnapshotDocuments; readonly links: readonly { readonly path: string; readonly source: string }[] };

/**
 * Writes what was decided, in an order in which nothing names what is not there yet: packages, snapshot, record, pointer, what follows from the pointer.
 * Only for the holder of the lock, on a repository without an unfinished change.
 * @throws ReleaseError `KEY_CHANGED`, `REPOSITORY_DAMAGED`
 */
export async function applyChange(files: RepositoryFiles, decided: DecidedChange): Promise<ChannelPointer> {
  const { channel, target, baseUrl, blobs = [] } = decided;
  const key = await findNewKey(files, decided);
  const made = await makeSnapshot(files, decided);
  const record = await describeRecord(files, decided, made.snapshot);
  const links = listHistoryLinks(record, decided.releases ?? []);
  const removed = (decided.removed ?? []).filter((path) => !links.some((link) => link.path === path));
  const folder = layout.snapshot(target, snapshotId(made.snapshot));
  const file = recordFile(record);
  const added = [...blobs.map(({ path }) => dirnameOf(path)), ...key.map(({ path }) => path), ...(made.documents === undefined ? [] : [folder]), file, `${file}.asc`];
  const view = { baseUrl, releasePackage: releasePackageName(decided.config) };
  const intent = { channel, target, number: record.number ?? 0, ...view, added, links, removed };
  await writeIntent(files, intent);
  for (const { path, bytes } of [...key, ...blobs]) await replaceFile(files, path, bytes);
  if (made.documents !== undefined) await writeSnapshot(files, { decided, documents: made.documents, path: folder });
  const pointer = { channel, target, snapshot: made.snapshot, record: await writeRecord(files, record, decided.signer) };
  await replaceFile(files, layout.pointer(channel, target), formatPointer(pointer));
  await writeChannelView(files, pointer, view);
  await finishIntent(files, intent);
  if (decided.next.kind === 'listed') decided.memory?.remember(made.snapshot.digest, decided.next.content);
  return pointer;
}

/** The public key file when it is not there yet; clients that trust another key would refuse everything that is signed with this one. */
async function findNewKey(files: RepositoryFiles, { config, signer }: DecidedChange): Promise<readonly NewFile[]> {
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

interface MadeSnapshot {
  readonly snapshot: RepoSnapshot;
  /** Absent for a snapshot that is there. */
  readonly documents?: SnapshotDocuments;
}

async function makeSnapshot(files: RepositoryFiles, { next, target, parent, config }: DecidedChange): Promise<MadeSnapshot> {
  if (next.kind === 'present') {
    await readSnapshotRepomd(files, next.snapshot);
    return { snapshot: next.snapshot };
  }
  const serial = await findNextSerial(files, target);
  const documents = next.kind === 'taken' ? next.documents : composeDocuments(next.content, serial, `${config.name}-${target}`);
  return { snapshot: { target, serial, digest: documents.digest, ...(parent === undefined ? {} : { parent: parent.digest }) }, documents };
}

/** Records stay when their snapshot was collected, so no serial is given twice. */
async function findNextSerial(files: RepositoryFiles, target: string): Promise<number> {
  const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name.replace(/\.json(?:\.asc)?$/, ''));
  return names.filter(isSnapshotId).reduce((highest, name) => Math.max(highest, Number.parseInt(name, 10)), 0) + 1;
}

async function describeRecord(files: RepositoryFiles, decided: DecidedChange, snapshot: RepoSnapshot): Promise<PublishRecord> {
  const { action, channel, record, parent, effects } = decided;
  const last = await findLastRecord(files, decided.target);
  const described = { snapshot, channel, ...record, action, number: (last?.number ?? 0) + 1, ...effects };
  return {
    ...described,
    ...(last === undefined ? {} : { previous: last.sha256 }),
    ...(parent === undefined ? {} : { replaced: parent.digest }),
    ...(bringsSnapshot(described) ? describeReleasePackage(decided) : {}),
  };
}

function describeReleasePackage({ next, config }: DecidedChange): Pick<PublishRecord, 'releasePackage'> {
  if (next.kind !== 'listed') return {};
  const name = releasePackageName(config);
  const newest = findNewest(findEntries(next.content, name).map(({ listed }) => listed), name);
  return newest === undefined ? {} : { releasePackage: poolPath(newest) };
}

interface StagedSnapshot {
  readonly decided: DecidedChange;
  readonly documents: SnapshotDocuments;
  readonly path: string;
}

/** Writes the folder of a snapshot aside, then renames it: it is whole or not there. */
async function writeSnapshot(files: RepositoryFiles, { decided, documents, path }: StagedSnapshot): Promise<void> {
  const staged = `${layout.staging}/snapshot`;
  const signature = await decided.signer.sign(documents.repomd, documents.timeSeconds);
  if (decided.next.kind === 'taken') for (const link of decided.next.links) await files.link(`${staged}/${link.path}`, link.source);
  else await files.link(`${staged}/Packages`, poolLink);
  for (const { name, parts } of documents.documents) await files.write(`${staged}/repodata/${name}`, ...parts);
  await files.write(`${staged}/repodata/repomd.xml`, documents.repomd);
  await files.write(`${staged}/repodata/repomd.xml.asc`, Buffer.from(armorSignature(signature)));
  await files.write(`${staged}/repodata/repomd.xml.key`, Buffer.from(decided.signer.publicKeyArmored));
  await files.move(staged, path);
}

function dirnameOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
