import { createHash } from 'node:crypto';
import { ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import { formatMirrorlist, readPointer, type ChannelPointer } from './channel-pointer.ts';
import { findNewest } from './channel-view.ts';
import { layout, snapshotId } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';
import type { VerifiedSnapshots } from './verify-snapshots.ts';

/** A channel's folder, and what the snapshots were found to hold. */
interface ChannelPlace {
  readonly channel: string;
  readonly names: readonly string[];
  readonly seen: Pick<VerifiedSnapshots, 'snapshots' | 'packages'>;
}

/** What is wrong with pointers and what follows from them, given the good snapshots and what those list. */
export async function verifyChannels(
  files: RepositoryFiles, snapshots: readonly RepoSnapshot[], packages: VerifiedSnapshots['packages'],
): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  for (const { name: channel } of await files.list(layout.channels)) {
    const names = (await files.list(`${layout.channels}/${channel}`)).map(({ name }) => name);
    findings.push(...(await verifyChannel(files, { channel, names, seen: { snapshots, packages } })));
  }
  return findings;
}

async function verifyChannel(files: RepositoryFiles, place: ChannelPlace): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  const known = new Set<string>();
  for (const target of place.names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))) {
    for (const name of [`${target}.json`, `${target}.mirrorlist`, `${target}.release.rpm`]) known.add(name);
    const pointer = await readPointerOr(files, place.channel, target);
    if ('code' in pointer) findings.push(pointer);
    else findings.push(...findDangling(pointer, place), ...(await verifyMirrorlist(files, pointer)), ...(await verifyReleaseRpm(files, pointer, place)));
  }
  const strangers = place.names.filter((name) => !known.has(name));
  return [...findings, ...strangers.map((name) => ({ code: 'FILE_UNKNOWN' as const, file: `${layout.channels}/${place.channel}/${name}`, message: 'belongs to no pointer' }))];
}

async function readPointerOr(files: RepositoryFiles, channel: string, target: string): Promise<ChannelPointer | RepositoryFinding> {
  const file = layout.pointer(channel, target);
  try {
    return (await readPointer(files, channel, target)) ?? { code: 'POINTER_INVALID', file, message: 'is missing' };
  } catch (error) {
    if (error instanceof ReleaseError) return { code: 'POINTER_INVALID', file, message: error.message };
    throw error;
  }
}

function findDangling({ channel, target, snapshot }: ChannelPointer, { seen }: ChannelPlace): readonly RepositoryFinding[] {
  if (seen.snapshots.some((each) => each.target === target && each.digest === snapshot.digest)) return [];
  return [{ code: 'POINTER_DANGLING', file: layout.pointer(channel, target), message: `points to "${snapshotId(snapshot)}", which is missing or changed` }];
}

async function verifyMirrorlist(files: RepositoryFiles, pointer: ChannelPointer): Promise<readonly RepositoryFinding[]> {
  const file = layout.mirrorlist(pointer.channel, pointer.target);
  const line = Buffer.from((await files.read(file)) ?? '').toString();
  const wanted = formatMirrorlist(pointer, '');
  if (line.endsWith(wanted) && /^[a-z]+:\/\/\S+\n$/.test(line)) return [];
  return [{ code: 'MIRRORLIST_WRONG', file, message: `holds ${JSON.stringify(line.slice(0, 200))}; wanted a URL that ends with ${JSON.stringify(wanted)}` }];
}

/** The copy has to be the newest package of its name in the snapshot, whatever the repository calls that package. */
async function verifyReleaseRpm(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer, { seen }: ChannelPlace): Promise<readonly RepositoryFinding[]> {
  const file = layout.releaseRpm(channel, target);
  const bytes = await files.read(file);
  if (bytes === undefined) return [];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const listed = seen.packages.filter(({ listedBy }) => listedBy === layout.snapshot(target, snapshotId(snapshot)));
  const source = listed.find((each) => each.sha256 === sha256 && each.name.endsWith('-release'));
  if (source !== undefined && findNewest(listed, source.name)?.sha256 === sha256) return [];
  return [{ code: 'RELEASE_PACKAGE_WRONG', file, message: `has the sha256 "${sha256}", which is not that of the snapshot's newest release package` }];
}
