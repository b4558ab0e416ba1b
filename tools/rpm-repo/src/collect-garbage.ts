import type { RepositoryConfig } from '@bigpanda/release-model';
import type { ChangeOptions } from './channel-change.ts';
import { changeChannel, moveChannel } from './channel-change.ts';
import { listPointers, type ChannelPointer } from './channel-pointer.ts';
import { planCollection, type CollectionPlan, type HeldSnapshot } from './collection-plan.ts';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout, packageOfPath, poolPath, snapshotId } from './layout.ts';
import { isPointing } from './plain-folder.ts';
import { listPool } from './pool-blob.ts';
import { readRecords } from './publish-record.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { readSnapshotPackages } from './snapshot-reader.ts';
import { listLinks } from './verify-links.ts';

export interface CollectOptions extends Omit<ChangeOptions, 'channel' | 'target' | 'memory'> {
  /** Seconds since 1970: what was given out before the time of retention may go. */
  readonly nowSeconds: number;
}

export interface CollectResult extends CollectionPlan {
  readonly changed: boolean;
  /** Of the packages that go. */
  readonly freedBytes: number;
}

const defaultRetention = { days: 14, snapshots: 10 };

/**
 * Removes what nobody needs any more: never what a channel points at, nor what a client may come for that read the metadata in the time of retention.
 * Records stay. Channels that are frozen give out the same before and after, so they are no hindrance. A record says, signed, what went.
 * @throws what `changeChannel` throws
 */
export async function collectGarbage(options: CollectOptions): Promise<CollectResult> {
  const files = options.files ?? openRepositoryFiles(options.root);
  const [first] = await listPointers(files);
  if (first === undefined) return { changed: false, snapshots: [], packages: [], freedBytes: 0 };
  const result = await changeChannel({ ...options, channel: first.channel, target: first.target }, async (channel) => {
    const plan = await decide(channel.files, options);
    const freedBytes = await measure(channel.files, plan.packages);
    return { ...plan, freedBytes, changed: plan.snapshots.length + plan.packages.length > 0 };
  }, 'taken');
  if (options.dryRun === true || !result.changed) return result;
  for (const pointer of await findOnePerTarget(files)) await collectTarget(options, pointer);
  return result;
}

/** Packages go with the record of the first target that is written after no snapshot lists them. */
async function collectTarget(options: CollectOptions, { channel, target }: ChannelPointer): Promise<void> {
  await changeChannel({ ...options, channel, target }, async (open) => {
    const plan = await decide(open.files, options);
    const gone = plan.snapshots.filter((folder) => folder.startsWith(`${layout.targetSnapshots(target)}/`));
    const others = plan.snapshots.length > gone.length;
    const packages = others ? [] : plan.packages.map((path) => path.slice(0, path.lastIndexOf('/')));
    if (open.pointer === undefined || gone.length + packages.length === 0) return;
    const removed = [...(await findLinks(open.files, new Set(gone))), ...(await findPlainData(open.files, target, gone)), ...gone, ...packages];
    const effects = { collected: gone.map((folder) => folder.slice(folder.lastIndexOf('/') + 1)) };
    await moveChannel(open, { action: 'collect', next: { kind: 'present', snapshot: open.pointer.snapshot }, effects, removed, frozen: open.pointer.frozen });
  }, 'taken');
}

async function decide(files: RepositoryFiles, { config, nowSeconds }: { readonly config: RepositoryConfig; readonly nowSeconds: number }): Promise<CollectionPlan> {
  const targets = (await files.list(layout.snapshots)).map(({ name }) => name);
  const records = (await Promise.all(targets.map((target) => readRecords(files, target)))).flat().map(({ record }) => record);
  const snapshots: HeldSnapshot[] = [];
  for (const target of targets) snapshots.push(...(await listHeld(files, target)));
  const live = (await listPointers(files)).map(({ target, snapshot }) => layout.snapshot(target, snapshotId(snapshot)));
  return planCollection({ records, snapshots, live, pool: (await listPool(files)).filter((path) => path === packageOfPath(path)), retention: config.retention ?? defaultRetention, nowSeconds });
}

async function listHeld(files: RepositoryFiles, target: string): Promise<readonly HeldSnapshot[]> {
  const held: HeldSnapshot[] = [];
  for (const { name } of (await files.list(layout.targetSnapshots(target))).filter((each) => isSnapshotId(each.name))) {
    const file = layout.record(target, name);
    const { snapshot } = parseRecord((await files.read(file)) ?? new Uint8Array(), file);
    held.push({ folder: layout.snapshot(target, name), packages: (await readSnapshotPackages(files, snapshot)).map(poolPath) });
  }
  return held;
}

async function measure(files: RepositoryFiles, paths: readonly string[]): Promise<number> {
  let size = 0;
  for (const path of paths) size += (await files.size(path)) ?? 0;
  return size;
}

async function findOnePerTarget(files: RepositoryFiles): Promise<readonly ChannelPointer[]> {
  const byTarget = Map.groupBy(await listPointers(files), ({ target }) => target);
  return [...byTarget.values()].flatMap((pointers) => pointers.slice(0, 1));
}

async function findLinks(files: RepositoryFiles, gone: ReadonlySet<string>): Promise<readonly string[]> {
  const links = await listLinks(files);
  return [...links].filter(([, target]) => gone.has((target ?? '').replace(/^(?:\.\.\/)+/, ''))).map(([path]) => path);
}

/** Data in the folders for plain clients that only snapshots had which go. */
async function findPlainData(files: RepositoryFiles, target: string, gone: readonly string[]): Promise<readonly string[]> {
  const kept = new Set<string>();
  for (const { name } of (await files.list(layout.targetSnapshots(target))).filter((each) => isSnapshotId(each.name) && !gone.includes(layout.snapshot(target, each.name)))) {
    for (const each of await files.list(layout.repodata(target, name))) kept.add(each.name);
  }
  const channels = (await files.list(layout.channels)).map(({ name }) => `${layout.plain(name, target)}/repodata`);
  const listed = await Promise.all(channels.map(async (folder) => (await files.list(folder)).filter(({ name }) => !isPointing(name) && !kept.has(name)).map(({ name }) => `${folder}/${name}`)));
  return listed.flat();
}
