import { ReleaseError, type PublishRecord } from '@bigpanda/release-model';
import type { Advisory, ListedPackage } from '@bigpanda/rpm-format';
import { listPointers, readPointer, type ChannelPointer } from './channel-pointer.ts';
import { readAdvisories } from './content-reader.ts';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout } from './layout.ts';
import { readRecords } from './publish-record.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { readSnapshotPackages, readSnapshotRepomd } from './snapshot-reader.ts';

/** A snapshot with who published it, and what it holds. */
export interface SnapshotListing {
  readonly record: PublishRecord;
  /** By name, then EVR. */
  readonly packages: readonly ListedPackage[];
  readonly advisories: readonly Advisory[];
}

/**
 * The pointer of a channel, `undefined` where nothing was published to it for this target.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readChannel(root: string, channel: string, target: string): Promise<ChannelPointer | undefined> {
  return readPointer(openRepositoryFiles(root), channel, target);
}

/** The pointers of all channels, by channel, then target. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listChannels(root: string): Promise<readonly ChannelPointer[]> {
  return listPointers(openRepositoryFiles(root));
}

/** Channels and targets that mirrorlists are there for but no pointer: it was lost. Cost: that of listing folders. */
export async function listLostChannels(root: string): Promise<readonly { readonly channel: string; readonly target: string }[]> {
  const files = openRepositoryFiles(root);
  const found = await Promise.all((await files.list(layout.channels)).map(async ({ name: channel }) => {
    const names = (await files.list(`${layout.channels}/${channel}`)).map(({ name }) => name);
    const targets = names.flatMap((name) => /^(.*)\.mirrorlist$/.exec(name)?.[1] ?? []);
    return targets.filter((target) => !names.includes(`${target}.json`)).map((target) => ({ channel, target }));
  }));
  return found.flat();
}

/** The packages of a channel, none where nothing was published. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listPackages(root: string, channel: string, target: string): Promise<readonly ListedPackage[]> {
  const files = openRepositoryFiles(root);
  const pointer = await readPointer(files, channel, target);
  return pointer === undefined ? [] : readSnapshotPackages(files, pointer.snapshot);
}

/** The records of all snapshots of a target that are there, newest first. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listSnapshots(root: string, target: string): Promise<readonly PublishRecord[]> {
  const files = openRepositoryFiles(root);
  const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name);
  const ids = names.filter((name) => isSnapshotId(name) && names.includes(`${name}.json`));
  const records = await Promise.all(ids.map((id) => readRecord(files, target, id)));
  return records.sort((left, right) => right.snapshot.serial - left.snapshot.serial);
}

/** Every change of every channel of a target, newest first, those whose snapshot was collected too. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listRecords(root: string, target: string): Promise<readonly PublishRecord[]> {
  return (await readRecords(openRepositoryFiles(root), target)).map(({ record }) => record).reverse();
}

/**
 * One snapshot, named by its folder name or its serial.
 * @throws ReleaseError `SNAPSHOT_UNKNOWN` (exit status 2), `REPOSITORY_DAMAGED`
 */
export async function showSnapshot(root: string, target: string, name: string): Promise<SnapshotListing> {
  const files = openRepositoryFiles(root);
  const record = await readRecord(files, target, await findSnapshotId(files, target, name));
  return { record, packages: await readSnapshotPackages(files, record.snapshot), advisories: await readAdvisories(files, record.snapshot, await readSnapshotRepomd(files, record.snapshot)) };
}

/**
 * The folder name of a snapshot that is there, by its serial, with or without zeros before it, or its folder name.
 * @throws ReleaseError `SNAPSHOT_UNKNOWN` (exit status 2)
 */
export async function findSnapshotId(files: RepositoryFiles, target: string, name: string): Promise<string> {
  const ids = (await files.list(layout.targetSnapshots(target))).map((entry) => entry.name).filter(isSnapshotId);
  const id = ids.find((each) => each === name || (/^\d+$/.test(name) && Number.parseInt(each, 10) === Number(name)));
  if (id === undefined) throw unknownSnapshot(target, name);
  return id;
}

async function readRecord(files: RepositoryFiles, target: string, id: string): Promise<PublishRecord> {
  const file = layout.record(target, id);
  return parseRecord((await files.read(file)) ?? new Uint8Array(), file);
}

function unknownSnapshot(target: string, name: string): ReleaseError {
  return new ReleaseError('SNAPSHOT_UNKNOWN', `find a snapshot: "${target}" has none that is called "${name}"`, {
    exitStatus: 2,
    hint: 'Name one that the log lists, by its folder name or its serial.',
  });
}
