import type { RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr, type ListedPackage } from '@bigpanda/rpm-format';
import { requireChannel } from './channel-choice.ts';
import { formatMirrorlist, type ChannelPointer } from './channel-pointer.ts';
import { layout, poolPath } from './layout.ts';
import { replaceFile } from './replace-file.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { readSnapshotPackages } from './snapshot-reader.ts';

/** How a channel is shown to clients. */
export interface ChannelView {
  readonly baseUrl: string;
  /** Name of the package that makes a machine a client, such as `bigpanda-release`. */
  readonly releasePackage: string;
}

/** The name of the package that holds the `.repo` file and the public key. */
export function releasePackageName(config: RepositoryConfig): string {
  return `${config.name}-release`;
}

/**
 * Where a machine that knows nothing yet gets the release package of a channel; the same URL for every snapshot.
 * @throws ReleaseError `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`
 */
export function releaseRpmUrl(config: RepositoryConfig, channel: string, target: string): string {
  const { baseUrl } = requireChannel(config, channel, target);
  return `${baseUrl}/${layout.releaseRpm(channel, target)}`;
}

/**
 * Writes what follows from a pointer and stands beside it: the mirrorlist, and a copy of the newest release package.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function writeChannelView(files: RepositoryFiles, pointer: ChannelPointer, view: ChannelView): Promise<void> {
  const { channel, target, snapshot } = pointer;
  await replaceFile(files, layout.mirrorlist(channel, target), formatMirrorlist(pointer, view.baseUrl));
  const newest = findNewest(await readSnapshotPackages(files, snapshot), view.releasePackage);
  const copy = layout.releaseRpm(channel, target);
  if (newest === undefined) return files.remove(copy);
  const bytes = await files.read(poolPath(newest));
  if (bytes === undefined) throw repositoryDamaged(poolPath(newest), 'is missing');
  await replaceFile(files, copy, bytes);
}

/** Brings the view up to date when the base URL was changed since it was written; else nothing is touched. */
export async function refreshChannelView(files: RepositoryFiles, pointer: ChannelPointer, view: ChannelView): Promise<void> {
  const present = await files.read(layout.mirrorlist(pointer.channel, pointer.target));
  if (present !== undefined && Buffer.from(present).toString() === formatMirrorlist(pointer, view.baseUrl)) return;
  await writeChannelView(files, pointer, view);
  await files.remove(layout.staging);
}

/** The package of that name with the highest EVR. */
export function findNewest(packages: readonly ListedPackage[], name: string): ListedPackage | undefined {
  return packages.filter((each) => each.name === name).sort(compareEvr).at(-1);
}
