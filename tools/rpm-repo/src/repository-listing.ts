import { ReleaseError, type PublishRecord } from '@bigpanda/release-model';
import type { ListedPackage } from '@bigpanda/rpm-format';
import { readPointer, type ChannelPointer } from './channel-pointer.ts';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout } from './layout.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { readSnapshotPackages } from './snapshot-reader.ts';

/** A snapshot with who published it, and what it holds. */
export interface SnapshotListing {
  readonly record: PublishRecord;
  /** By name, then EVR. */
  readonly packages: readonly ListedPackage[];
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

/** The packages of a channel, none where nothing was published. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listPackages(root: string, channel: string, target: string): Promise<readonly ListedPackage[]> {
  const files = openRepositoryFiles(root);
  const pointer = await readPointer(files, channel, target);
  return pointer === undefined ? [] : readSnapshotPackages(files, pointer.snapshot);
}

/** The records of all snapshots of a target, newest first. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function listSnapshots(root: string, target: string): Promise<readonly PublishRecord[]> {
  const files = openRepositoryFiles(root);
  const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name);
  const ids = names.filter((name) => isSnapshotId(name) && names.includes(`${name}.json`));
  const records = await Promise.all(ids.map((id) => readRecord(files, target, id)));
  return records.sort((left, right) => right.snapshot.serial - left.snapshot.serial);
}

/**
 * One snapshot, named by its folder name or its serial.
 * @throws ReleaseError `SNAPSHOT_UNKNOWN` (exit status 2), `REPOSITORY_DAMAGED`
 */
export async function showSnapshot(root: string, target: string, name: string): Promise<SnapshotListing> {
  const files = openRepositoryFiles(root);
  const ids = (await files.list(layout.targetSnapshots(target))).map((entry) => entry.name).filter(isSnapshotId);
  const id = ids.find((each) => each === name || String(Number.parseInt(each, 10)) === name);
  if (id === undefined) throw unknownSnapshot(target, name);
  const record = await readRecord(files, target, id);
  return { record, packages: await readSnapshotPackages(files, record.snapshot) };
}

/** As `listChannels`, on an open repository. */
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

async function readRecord(files: RepositoryFiles, target: string, id: string): Promise<PublishRecord> {
  const file = layout.record(target, id);
  return parseRecord((await files.read(file)) ?? new Uint8Array(), file);
}

function unknownSnapshot(target: string, name: string): ReleaseError {
  return new ReleaseError('SNAPSHOT_UNKNOWN', `show a snapshot: "${target}" has none that is called "${name}"`, {
    exitStatus: 2,
    hint: 'Name one that the log lists, by its folder name or its serial.',
  });
}
