import { ReleaseError, type PublishAction, type PublishRecord, type RepoSnapshot, type RepositoryConfig } from '@bigpanda/release-model';
import { armorSignature, renderPublicKeyFiles, renderZypperKeyFile, type PublicKeys, type Signer } from '@bigpanda/signer';
import { beginSignature } from './begun-signature.ts';
import { formatPointer, type ChannelFreeze, type ChannelPointer } from './channel-pointer.ts';
import { findNewest, placeChannelView, releasePackageName, stageTexts, type ChannelView } from './channel-view.ts';
import type { ContentMemory } from './content-memory.ts';
import { listHistoryLinks, stageHistoryLinks } from './history-links.ts';
import { isSnapshotId, layout, poolLink, poolPath, snapshotId } from './layout.ts';
import { finishIntent, stageIntent, type PublishIntent } from './publish-intent.ts';
import { bringsSnapshot, findLastRecord, signRecord, stageRecord } from './publish-record.ts';
import { placeStaged, replaceFile, stageFile, type Staged } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';
import { readRepomdBytes } from './snapshot-reader.ts';
import { composeDocuments, type SnapshotDocuments } from './snapshot-documents.ts';

/** Who changes a repository, when, why and from which commit. */
export type RecordAuthor = Pick<PublishRecord, 'publishedAt' | 'publishedBy' | 'reason' | 'commit'>;

/** A file that a change brings; `path` is relative to the root. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A package for the pool; its bytes are read when they are written, so that a change needs the memory of one. */
export interface NewBlob {
  readonly path: string;
  readonly read: () => Uint8Array | Promise<Uint8Array>;
}

/** A change of one channel that was decided. */
export interface DecidedChange {
  readonly action: PublishAction;
  readonly channel: string;
  readonly target: string;
  readonly baseUrl: string;
  readonly config: RepositoryConfig;
  readonly signer: Signer;
  readonly keys?: PublicKeys | undefined;
  readonly record: RecordAuthor;
  /** What the channel points at before. */
  readonly parent?: RepoSnapshot;
  /** What it points at afterwards: a snapshot that is there, or what a new one lists, or one that was made elsewhere. */
  readonly next: NextSnapshot;
  /** Packages that are not in the pool yet. */
  readonly blobs?: readonly NewBlob[];
  /** `<name>-<version>` of what was added. */
  readonly releases?: readonly string[];
  readonly effects?: Pick<PublishRecord, 'yanked' | 'collected' | 'matrix'>;
  /** Paths that go when it is done. */
  readonly removed?: readonly string[];
  readonly memory?: ContentMemory;
  /** Stands in the pointer afterwards. */
  readonly frozen?: ChannelFreeze | undefined;
}

export type NextSnapshot =
  | { readonly kind: 'present'; readonly snapshot: RepoSnapshot }
  | { readonly kind: 'listed'; readonly content: SnapshotContent }
  | { readonly kind: 'taken'; readonly documents: SnapshotDocuments; readonly links: readonly { readonly path: string; readonly source: string }[] };

/**
 * Writes what was decided: all of it aside, then the intent, then packages, snapshot and record, then the pointer, then what follows from the pointer.
 * Each step is on the disk before the next, so nothing names what is not there yet.
 * Only for the holder of the lock, on a repository without an unfinished change.
 * @throws ReleaseError `KEY_CHANGED`, `REPOSITORY_DAMAGED`
 */
export async function applyChange(files: RepositoryFiles, decided: DecidedChange): Promise<ChannelPointer> {
  const { channel, target, baseUrl } = decided;
  const key = await bringKeys(files, decided);
  const made = await makeSnapshot(files, decided);
  const record = await describeRecord(files, decided, made.snapshot);
  const signed = signRecord(record, decided.signer);
  const brought = await stageBrought(files, { decided, key, made });
  const staged = await stageRecord(files, signed);
  const pointer = { channel, target, snapshot: made.snapshot, record: signed.reference, ...(decided.frozen === undefined ? {} : { frozen: decided.frozen }) };
  const stagedPointer = await stageFile(files, layout.pointer(channel, target), formatPointer(pointer));
  const view = { baseUrl, releasePackage: releasePackageName(decided.config) };
  const intent = describeIntent(decided, { record, view, added: [...brought, ...staged].map(({ path }) => path) });
  const beside = [...(await stageTexts(files, pointer, { baseUrl, repomd: made.repomd })), ...(await stageHistoryLinks(files, intent.links))];
  const stagedIntent = await stageIntent(files, intent);
  await files.sync();
  await placeStaged(files, [stagedIntent]);
  await placeStaged(files, [...brought, ...staged]);
  await placeStaged(files, [stagedPointer]);
  await placeChannelView(files, pointer, { ...view, beside });
  await finishIntent(files, intent);
  if (decided.next.kind === 'listed') decided.memory?.remember(made.snapshot.digest, decided.next.content);
  return pointer;
}

interface IntentParts {
  readonly record: PublishRecord;
  readonly view: ChannelView;
  readonly added: readonly string[];
}

function describeIntent({ channel, target, releases = [], removed = [] }: DecidedChange, { record, view, added }: IntentParts): PublishIntent {
  const links = listHistoryLinks(record, releases);
  const gone = removed.filter((path) => !links.some((link) => link.path === path));
  return { channel, target, number: record.number ?? 0, ...view, added: added.map(ownFolder), links, removed: gone };
}

/** A package has a folder of its own. */
function ownFolder(path: string): string {
  return path.startsWith(`${layout.pool}/`) ? path.slice(0, path.lastIndexOf('/')) : path;
}

/** What clients are given: the keys that were handed in, or that of the signer. */
function choosePublicKeys({ signer, keys }: Pick<DecidedChange, 'signer' | 'keys'>): PublicKeys {
  return keys ?? { current: signer, others: [], additional: [] };
}

/**
 * The public key files that are not there yet. One that holds another key is replaced when that key is still given to clients, which is what a rotation
 * leads to; the other key gets its own file first, so that clients find both at any time.
 */
async function bringKeys(files: RepositoryFiles, decided: DecidedChange): Promise<readonly NewFile[]> {
  const { signer, config } = decided;
  const keys = choosePublicKeys(decided);
  const wanted = renderPublicKeyFiles(config.name, keys).map(({ fileName, text }) => ({ path: `${layout.keys}/${fileName}`, bytes: Buffer.from(text) }));
  const known = wanted.map(({ bytes }) => bytes.toString());
  const [missing, replaced]: [NewFile[], NewFile[]] = [[], []];
  for (const file of wanted) {
    const present = await files.read(file.path);
    if (present === undefined) missing.push(file);
    else if (!file.bytes.equals(present)) {
      if (!known.includes(Buffer.from(present).toString())) throw keyChanged(file.path, signer);
      replaced.push(file);
    }
  }
  if (replaced.length === 0) return missing;
  for (const { path, bytes } of [...missing, ...replaced]) await replaceFile(files, path, bytes);
  return [];
}

/** Clients that trust another key would refuse everything that is signed with this one. */
function keyChanged(path: string, signer: Signer): ReleaseError {
  return new ReleaseError('KEY_CHANGED', `publish: "${path}" holds another key than that of the signer, "${signer.fingerprint}", and clients would lose it`, {
    exitStatus: 3,
    hint: 'Sign with the key of this repository, put its certificate into "repo-config/keys" beside the new one, or begin a new repository in an empty folder.',
  });
}

interface MadeSnapshot {
  readonly snapshot: RepoSnapshot;
  readonly repomd: Uint8Array;
  /** Absent for a snapshot that is there. */
  readonly documents?: SignedDocuments;
}

interface SignedDocuments extends SnapshotDocuments {
  /** Of repomd.xml. */
  readonly signature: Promise<Uint8Array>;
}

async function makeSnapshot(files: RepositoryFiles, { next, target, parent, config, signer }: DecidedChange): Promise<MadeSnapshot> {
  if (next.kind === 'present') {
    return { snapshot: next.snapshot, repomd: await readRepomdBytes(files, next.snapshot) };
  }
  const serial = await findNextSerial(files, target);
  const documents = next.kind === 'taken' ? next.documents : composeDocuments(next.content, serial, `${config.name}-${target}`);
  return { snapshot: { target, serial, digest: documents.digest, ...(parent === undefined ? {} : { parent: parent.digest }) }, repomd: documents.repomd, documents: { ...documents, signature: beginSignature(signer, documents.repomd, documents.timeSeconds) } };
}

/** Records stay when their snapshot was collected, so no serial is given twice. */
async function findNextSerial(files: RepositoryFiles, target: string): Promise<number> {
  let highest = 0;
  for (const { name } of await files.list(layout.targetSnapshots(target))) {
    const serial = Number.parseInt(name, 10);
    if (serial > highest && isSnapshotId(name.replace(/\.json(?:\.asc)?$/, ''))) highest = serial;
  }
  return highest + 1;
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

interface BroughtFiles {
  readonly decided: DecidedChange;
  readonly key: readonly NewFile[];
  readonly made: MadeSnapshot;
}

/** Makes ready what the pointer will lead to. */
async function stageBrought(files: RepositoryFiles, { decided, key, made }: BroughtFiles): Promise<readonly Staged[]> {
  const staged: Staged[] = [];
  for (const { path, bytes } of key) staged.push(await stageFile(files, path, bytes));
  for (const { path, read } of decided.blobs ?? []) staged.push(await stageFile(files, path, await read()));
  if (made.documents === undefined) return staged;
  return [...staged, { staged: await stageSnapshot(files, decided, made.documents), path: layout.snapshot(decided.target, snapshotId(made.snapshot)) }];
}

/** Makes the folder of a snapshot ready: it is moved as one, so it is whole or not there. */
async function stageSnapshot(files: RepositoryFiles, decided: DecidedChange, documents: SignedDocuments): Promise<string> {
  const staged = `${layout.staging}/snapshot`;
  await files.remove(staged);
  if (decided.next.kind === 'taken') for (const link of decided.next.links) await files.link(`${staged}/${link.path}`, link.source);
  else await files.link(`${staged}/Packages`, poolLink);
  for (const { name, parts } of documents.documents) await files.write(`${staged}/repodata/${name}`, ...parts);
  await files.write(`${staged}/repodata/repomd.xml`, documents.repomd);
  await files.write(`${staged}/repodata/repomd.xml.asc`, Buffer.from(armorSignature(await documents.signature)));
  await files.write(`${staged}/repodata/repomd.xml.key`, Buffer.from(renderZypperKeyFile(choosePublicKeys(decided)).text));
  return staged;
}
