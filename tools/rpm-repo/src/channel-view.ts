import type { PublishRecord, RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr, type ListedPackage } from '@bigpanda/rpm-format';
import { requireChannel } from './channel-choice.ts';
import { formatMirrorlist, type ChannelPointer } from './channel-pointer.ts';
import { parseRecord } from './json-record.ts';
import { layout, poolPath, snapshotId } from './layout.ts';
import { formatMetalink } from './metalink.ts';
import { placePlainFolder, stagePlainFolder } from './plain-folder.ts';
import { stageFile, stageShared, type Staged } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { readRepomdBytes, readSnapshotPackages } from './snapshot-reader.ts';

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
 * Writes what follows from a pointer and stands beside it: the mirrorlist, the metalink, the newest release package, the folder for `baseurl`.
 * Nothing where the repomd.xml has another digest than the pointer says: what is damaged is never vouched for.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function writeChannelView(files: RepositoryFiles, pointer: ChannelPointer, view: ChannelView): Promise<void> {
  const repomd = await readRepomdBytes(files, pointer.snapshot);
  const texts = await stageTexts(files, pointer, { baseUrl: view.baseUrl, repomd });
  await files.sync();
  await placeChannelView(files, pointer, { ...view, beside: texts });
}

/** Makes ready the texts that name the snapshot of a pointer. */
export async function stageTexts(files: RepositoryFiles, pointer: ChannelPointer, source: { readonly baseUrl: string; readonly repomd: Uint8Array }): Promise<readonly Staged[]> {
  const { channel, target } = pointer;
  return [
    await stageFile(files, layout.mirrorlist(channel, target), formatMirrorlist(pointer, source.baseUrl)),
    await stageFile(files, layout.metalink(channel, target), formatMetalink(pointer, source)),
  ];
}

/** Places what follows from a pointer. */
export async function placeChannelView(files: RepositoryFiles, pointer: ChannelPointer, { beside, releasePackage }: ChannelView & { readonly beside: readonly Staged[] }): Promise<void> {
  const release = await stageReleaseRpm(files, pointer, releasePackage);
  const plain = await stagePlainFolder(files, pointer);
  await placePlainFolder(files, { ...plain, data: [...beside, ...release, ...plain.data] });
}

/** Brings the view up to date when the base URL was changed since it was written; else nothing is touched. */
export async function refreshChannelView(files: RepositoryFiles, pointer: ChannelPointer, view: ChannelView): Promise<void> {
  const present = await files.read(layout.mirrorlist(pointer.channel, pointer.target));
  if (present !== undefined && Buffer.from(present).toString() === formatMirrorlist(pointer, view.baseUrl)) return;
  await writeChannelView(files, pointer, view);
  await files.remove(layout.staging);
}

/** The metalink of a pointer; only of a repomd.xml that has the digest that the pointer says. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function renderMetalink(files: RepositoryFiles, pointer: ChannelPointer, baseUrl: string): Promise<string> {
  const repomd = await readRepomdBytes(files, pointer.snapshot);
  return formatMetalink(pointer, { baseUrl, repomd });
}

async function stageReleaseRpm(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer, name: string): Promise<readonly Staged[]> {
  const copy = layout.releaseRpm(channel, target);
  const source = await findReleaseRpm(files, layout.record(target, snapshotId(snapshot)), () => readSnapshotPackages(files, snapshot).then((packages) => findNewest(packages, name)));
  if (source !== undefined) return [await stageShared(files, copy, source)];
  await files.remove(copy);
  return [];
}

/** By the snapshot's record, which costs nothing; by its packages where the record was made before records said so. */
async function findReleaseRpm(files: RepositoryFiles, file: string, search: () => Promise<ListedPackage | undefined>): Promise<string | undefined> {
  const record: PublishRecord = parseRecord((await files.read(file)) ?? new Uint8Array(), file);
  if (record.number !== undefined) return record.releasePackage;
  const newest = await search();
  return newest === undefined ? undefined : poolPath(newest);
}

/** The package of that name with the highest EVR. */
export function findNewest(packages: readonly ListedPackage[], name: string): ListedPackage | undefined {
  return packages.filter((each) => each.name === name).sort(compareEvr).at(-1);
}
