import { canonicalJson, type RepoSnapshot } from '@bigpanda/release-model';
import { parseMembers, readSnapshot, readText } from './json-record.ts';
import { layout, snapshotId } from './layout.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** Which snapshot a channel gives out for a target. */
export interface ChannelPointer {
  readonly channel: string;
  readonly target: string;
  readonly snapshot: RepoSnapshot;
}

/** The text of a pointer file. */
export function formatPointer({ channel, target, snapshot }: ChannelPointer): string {
  return canonicalJson({ schema: 1, channel, target, snapshot });
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
  const pointer = { channel: readText(members, 'channel', file), target: readText(members, 'target', file), snapshot: readSnapshot(members, file) };
  if (pointer.channel === channel && pointer.target === target && pointer.snapshot.target === target) return pointer;
  throw repositoryDamaged(file, `is the pointer of "${pointer.channel}" for "${pointer.target}"`);
}
