import { ReleaseError, type PublishAction, type RepoSnapshot, type RepositoryConfig } from '@bigpanda/release-model';
import type { PublicKeys, Signer } from '@bigpanda/signer';
import { applyChange, type DecidedChange, type RecordAuthor } from './apply-change.ts';
import { requireChannel } from './channel-choice.ts';
import { readPointer, type ChannelPointer } from './channel-pointer.ts';
import type { ContentMemory } from './content-memory.ts';
import { readContent } from './content-reader.ts';
import type { MetadataCodec } from './metadata-codec.ts';
import { settleIntent } from './publish-intent.ts';
import { loadIndex } from './index-cache.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { requireOwnFolder } from './repository-folder.ts';
import { withRepositoryLock } from './repository-lock.ts';
import { emptyContent, type SnapshotContent } from './snapshot-content.ts';
import { chooseGroups } from './snapshot-groups.ts';

/** What every verb that changes a channel is given. */
export interface ChangeOptions {
  /** Folder of the repository; made when it is not there. */
  readonly root: string;
  readonly channel: string;
  readonly target: string;
  readonly config: RepositoryConfig;
  /** Signs metadata and records. */
  readonly signer: Signer;
  /** What clients are given, where that is more than the certificate of the signer. */
  readonly keys?: PublicKeys | undefined;
  /** Who, when, why and from which commit. */
  readonly record: RecordAuthor;
  /** Decide and write nothing. */
  readonly dryRun?: boolean;
  /** The disk below `root`; the machine's own when absent. */
  readonly files?: RepositoryFiles;
  /** Of a process that changes a repository more than once. */
  readonly memory?: ContentMemory;
  /** Folder where indexes of snapshots are kept from one process to the next; without it they are made anew when a search needs them. */
  readonly cacheFolder?: string;
}

/** What every verb that changes a channel gives. */
export interface ChangeResult {
  /** Whether the channel points elsewhere now, or would without `dryRun`. */
  readonly changed: boolean;
  /** What the channel points at afterwards, and in a dry run now; absent for an empty channel. */
  readonly snapshot?: RepoSnapshot;
  /** In a dry run what the channel would point at, where that is there already and would not have to be made. */
  readonly next?: RepoSnapshot;
}

/** A channel, open for a change. */
export interface OpenChannel {
  readonly files: RepositoryFiles;
  readonly options: ChangeOptions;
  readonly baseUrl: string;
  readonly codec: MetadataCodec;
  readonly pointer: ChannelPointer | undefined;
}

/**
 * Opens a channel as the only one that changes the repository, after a change that was cut off was settled. A dry run takes no lock and settles nothing.
 * @param frozen whether the work may be on a channel that is frozen
 * @throws ReleaseError `CHANNEL_FROZEN` (exit status 3), `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`, `RECORD_INVALID`, `REPOSITORY_FOREIGN`, `REPOSITORY_LOCKED`, `REPOSITORY_DAMAGED`
 */
export async function changeChannel<Result>(options: ChangeOptions, work: (channel: OpenChannel) => Promise<Result>, frozen: 'refused' | 'taken' = 'refused'): Promise<Result> {
  const { root, channel, target, config } = options;
  const { baseUrl } = requireChannel(config, channel, target);
  const codec = config.targets.find(({ name }) => name === target)?.metadata ?? 'gzip';
  const files = options.files ?? openRepositoryFiles(root);
  const open = async () => {
    const pointer = await readPointer(files, channel, target);
    if (frozen === 'refused') refuseFrozen(pointer);
    return work({ files, options, baseUrl, codec, pointer });
  };
  requireRecordTexts(options.record);
  if (options.dryRun === true) {
    requireOwnFolder(root);
    return open();
  }
  return withRepositoryLock(root, async () => {
    await settleIntent(files);
    return open();
  });
}

/** @throws ReleaseError `CHANNEL_FROZEN` */
function refuseFrozen(pointer: ChannelPointer | undefined): void {
  if (pointer?.frozen === undefined) return;
  const { channel, frozen: { frozenBy, frozenAt, reason } } = pointer;
  throw new ReleaseError('CHANNEL_FROZEN', `change "${channel}": it was frozen by "${frozenBy}" at ${frozenAt}: ${reason}`, { exitStatus: 3, hint: `Wait, or end it: bigpanda thaw ${channel} --reason TEXT` });
}

/** Records are lines of a log, and stand in notices: nothing in them may move a cursor or begin a line. */
function requireRecordTexts(record: RecordAuthor): void {
  const problems = (['reason', 'publishedBy', 'commit'] as const).filter((part) => /\p{Cc}|\p{Surrogate}/u.test(record[part]))
    .map((part) => ({ path: part, found: JSON.stringify(record[part].slice(0, 80)), allowed: 'one line of text without control characters' }));
  if (problems.length > 0) throw new ReleaseError('RECORD_INVALID', 'change the repository: the record of it would not be readable', { exitStatus: 2, problems, hint: 'Write what is named otherwise.' });
}

/** What the channel lists. Cost: nothing where the process remembers it, else that of reading all metadata. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function openContent({ files, options, codec, pointer }: OpenChannel): Promise<SnapshotContent> {
  if (pointer === undefined) return emptyContent(codec);
  const held = options.memory?.recall(pointer.snapshot.digest);
  if (held?.codec === codec) return held;
  const content = await readContent(files, pointer.snapshot, codec);
  if (options.cacheFolder !== undefined) loadIndex(options.cacheFolder, pointer.snapshot.digest, content);
  options.memory?.remember(pointer.snapshot.digest, content);
  return content;
}

/** The rest of a change to new content, beyond what the channel says. */
export type ContentDecision = Pick<DecidedChange, 'blobs' | 'releases' | 'effects'> & { readonly action: PublishAction; readonly content: SnapshotContent };

/** Publishes new content of a channel, its groups chosen anew; in a dry run nothing. */
export async function publishContent(channel: OpenChannel, { content, ...decision }: ContentDecision): Promise<ChangeResult> {
  return moveChannel(channel, { ...decision, next: { kind: 'listed', content: { ...content, groups: chooseGroups(content, channel.options.config) } } });
}

/** Moves a channel to its next snapshot; in a dry run nothing. */
export async function moveChannel(
  { files, options, baseUrl, pointer }: OpenChannel, decision: Pick<DecidedChange, 'action' | 'next' | 'blobs' | 'releases' | 'effects' | 'removed' | 'frozen'>,
): Promise<ChangeResult> {
  if (options.dryRun === true) return { changed: true, ...(pointer === undefined ? {} : { snapshot: pointer.snapshot }), ...(decision.next.kind === 'present' ? { next: decision.next.snapshot } : {}) };
  const { snapshot } = await applyChange(files, { ...options, baseUrl, ...decision, ...(pointer === undefined ? {} : { parent: pointer.snapshot }) });
  return { changed: true, snapshot };
}
