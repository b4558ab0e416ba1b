import { canonicalJson, type RepoSnapshot } from '@bigpanda/release-model';
import { isMembers, parseMembers, readCount, readDigest, readSnapshot, readText, type JsonMembers } from './json-record.ts';
import { layout, snapshotId } from './layout.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** Which snapshot a channel gives out for a target. */
export interface ChannelPointer {
  readonly channel: string;
  readonly target: string;
  readonly snapshot: RepoSnapshot;
  /** The record that says so; absent in pointers written before records were numbered. */
  readonly record?: RecordReference;
  /** Present while nothing may change what the channel gives out. */
  readonly frozen?: ChannelFreeze;
}

/** Who froze a channel, when and why. */
export interface ChannelFreeze {
  /** ISO 8601 in UTC. */
  readonly frozenAt: string;
  readonly frozenBy: string;
  readonly reason: string;
}

/** Names one record of a target. */
export interface RecordReference {
  readonly number: number;
  /** SHA-256 of the record's file, 64 hex digits. */
  readonly sha256: string;
}

/** The text of a pointer file. */
export function formatPointer({ channel, target, snapshot, record, frozen }: ChannelPointer): string {
  return canonicalJson({ schema: 1, channel, target, snapshot, ...(record === undefined ? {} : { record }), ...(frozen === undefined ? {} : { frozen }) });
}

/** The one line of a mirrorlist: where the snapshot of a pointer is served. */
export function formatMirrorlist({ target, snapshot }: ChannelPointer, baseUrl: string): string {
  return `${baseUrl}/${layout.snapshot(target, snapshotId(snapshot))}/\n`;
}

/**
 * The pointer of a channel, `undefined` where nothing was published to it for this target.
 * @throws ReleaseError `REPOSITORY_DAMAGED`, also for a pointer that belongs elsewhere
 */
export async function readPointer(files: RepositoryFiles, channel: string, target: string): Promise<ChannelPointer | undefined> {
  const file = layout.pointer(channel, target);
  const bytes = await files.read(file);
  if (bytes === undefined) return undefined;
  const members = parseMembers(bytes, file);
  const pointer = { channel: readText(members, 'channel', file), target: readText(members, 'target', file), snapshot: readSnapshot(members, file), ...readReference(members, file), ...readFreeze(members, file) };
  if (pointer.channel === channel && pointer.target === target && pointer.snapshot.target === target) return pointer;
  throw repositoryDamaged(file, `is the pointer of "${pointer.channel}" for "${pointer.target}"`);
}

/** The pointers of all channels, by channel, then target. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listPointers(files: RepositoryFiles): Promise<readonly ChannelPointer[]> {
  const pointers: ChannelPointer[] = [];
  for (const { name: channel } of await files.list(layout.channels)) {
    for (const { name } of await files.list(`${layout.channels}/${channel}`)) {
      const pointer = name.endsWith('.json') ? await readPointer(files, channel, name.slice(0, -'.json'.length)) : undefined;
      if (pointer !== undefined) pointers.push(pointer);
    }
  }
  return pointers;
}

function readReference({ record }: JsonMembers, file: string): { readonly record?: RecordReference } {
  if (record === undefined) return {};
  if (!isMembers(record)) throw repositoryDamaged(file, 'has a "record" that is no object');
  return { record: { number: readCount(record, 'number', file), sha256: readDigest(record, 'sha256', file) } };
}

function readFreeze({ frozen }: JsonMembers, file: string): { readonly frozen?: ChannelFreeze } {
  if (frozen === undefined) return {};
  if (!isMembers(frozen)) throw repositoryDamaged(file, 'has a "frozen" that is no object');
  return { frozen: { frozenAt: readText(frozen, 'frozenAt', file), frozenBy: readText(frozen, 'frozenBy', file), reason: readText(frozen, 'reason', file) } };
}
