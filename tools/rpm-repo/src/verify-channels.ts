import { createHash } from 'node:crypto';
import { ReleaseError, type PublishRecord } from '@bigpanda/release-model';
import { formatMirrorlist, formatPointer, readPointer, type ChannelPointer } from './channel-pointer.ts';
import { findNewest, renderMetalink } from './channel-view.ts';
import { keyFileName, layout, poolLink, snapshotId } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';
import type { VerifiedSnapshots } from './verify-snapshots.ts';

/** A channel's folder, and what the snapshots were found to hold. */
interface ChannelPlace {
  readonly channel: string;
  readonly names: readonly string[];
  /** Those that records tell of. */
  readonly targets: readonly string[];
  readonly seen: Pick<VerifiedSnapshots, 'snapshots' | 'packages'>;
}

/** What is wrong with pointers and what follows from them, given the good snapshots, what those list, and the records of channels that have to have one. */
export async function verifyChannels(
  files: RepositoryFiles, records: readonly PublishRecord[], seen: ChannelPlace['seen'],
): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  const listed = (await files.list(layout.channels)).map(({ name }) => name);
  for (const channel of new Set([...listed, ...records.map((record) => record.channel)])) {
    const targets = [...new Set(records.filter((record) => record.channel === channel).map(({ snapshot }) => snapshot.target))];
    const names = (await files.list(`${layout.channels}/${channel}`)).map(({ name }) => name);
    findings.push(...(await verifyChannel(files, { channel, names, targets, seen })));
  }
  return findings;
}

async function verifyChannel(files: RepositoryFiles, place: ChannelPlace): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  const known = new Set<string>();
  const present = place.names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  for (const target of new Set([...present, ...place.targets])) {
    for (const name of [`${target}.json`, `${target}.mirrorlist`, `${target}.metalink`, `${target}.release.rpm`, target]) known.add(name);
    const pointer = await readPointerOr(files, place.channel, target);
    if ('code' in pointer) findings.push(pointer);
    else findings.push(...(await findAdditions(files, pointer)), ...findDangling(pointer, place), ...(await verifyView(files, pointer)), ...(await verifyReleaseRpm(files, pointer, place)));
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

/** What is not known could be read as something else by others. */
async function findAdditions(files: RepositoryFiles, pointer: ChannelPointer): Promise<readonly RepositoryFinding[]> {
  const file = layout.pointer(pointer.channel, pointer.target);
  const text = Buffer.from((await files.read(file)) ?? '').toString();
  return text === formatPointer(pointer) ? [] : [{ code: 'POINTER_INVALID', file, message: 'says more or less than what it points to' }];
}

function findDangling({ channel, target, snapshot }: ChannelPointer, { seen }: ChannelPlace): readonly RepositoryFinding[] {
  if (seen.snapshots.some((each) => each.target === target && each.digest === snapshot.digest)) return [];
  return [{ code: 'POINTER_DANGLING', file: layout.pointer(channel, target), message: `points to "${snapshotId(snapshot)}", which is missing or changed` }];
}

async function verifyView(files: RepositoryFiles, pointer: ChannelPointer): Promise<readonly RepositoryFinding[]> {
  const file = layout.mirrorlist(pointer.channel, pointer.target);
  const line = Buffer.from((await files.read(file)) ?? '').toString();
  const wanted = formatMirrorlist(pointer, '');
  const baseUrl = line.slice(0, -wanted.length);
  if (!line.endsWith(wanted) || !/^[a-z]+:\/\/\S+$/.test(baseUrl) || !URL.canParse(baseUrl)) {
    return [{ code: 'MIRRORLIST_WRONG', file, message: `holds ${JSON.stringify(line.slice(0, 200))}; wanted a URL that ends with ${JSON.stringify(wanted)}` }];
  }
  return pointer.record === undefined ? [] : [...(await verifyMetalink(files, pointer, baseUrl)), ...(await verifyPlainFolder(files, pointer))];
}

async function verifyMetalink(files: RepositoryFiles, pointer: ChannelPointer, baseUrl: string): Promise<readonly RepositoryFinding[]> {
  const file = layout.metalink(pointer.channel, pointer.target);
  const present = Buffer.from((await files.read(file)) ?? '').toString();
  const wanted = await renderMetalink(files, pointer, baseUrl).catch(() => undefined);
  if (wanted === undefined ? present.includes(`<hash type="sha256">${pointer.snapshot.digest}</hash>`) : present === wanted) return [];
  return [{ code: 'METALINK_WRONG', file, message: 'does not name the repomd.xml that the channel points at, with its digest and the base URL of the mirrorlist' }];
}

/** What a plain client reads has to be the snapshot's; data of older snapshots may be there as well. */
async function verifyPlainFolder(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer): Promise<readonly RepositoryFinding[]> {
  const [folder, source] = [`${layout.plain(channel, target)}/repodata`, layout.repodata(target, snapshotId(snapshot))];
  const findings: RepositoryFinding[] = [];
  for (const { name } of await files.list(source)) {
    const [wanted, found] = [await files.read(`${source}/${name}`), await files.read(`${folder}/${name}`)];
    if (wanted !== undefined && (found === undefined || Buffer.compare(wanted, found) !== 0)) findings.push({ code: 'PLAIN_FOLDER_WRONG', file: `${folder}/${name}`, message: `is ${found === undefined ? 'missing' : 'not'} what the snapshot has` });
  }
  findings.push(...(await verifyOlderData(files, { folder, source })));
  const link = await files.readLink(`${layout.plain(channel, target)}/Packages`).catch(() => undefined);
  if (link !== poolLink) findings.push({ code: 'LINK_WRONG', file: `${layout.plain(channel, target)}/Packages`, message: `is no link to "${poolLink}"` });
  return findings;
}

/** Data of older snapshots, for clients that hold an older repomd.xml, has the digest that its name says. */
async function verifyOlderData(files: RepositoryFiles, { folder, source }: { readonly folder: string; readonly source: string }): Promise<readonly RepositoryFinding[]> {
  const current = new Set((await files.list(source)).map(({ name }) => name));
  const findings: RepositoryFinding[] = [];
  for (const { name } of (await files.list(folder)).filter((entry) => !current.has(entry.name))) {
    const [wanted] = /^[0-9a-f]{64}(?=-)/.exec(name) ?? [];
    const found = createHash('sha256').update((await files.read(`${folder}/${name}`)) ?? '').digest('hex');
    if (found !== wanted) findings.push({ code: 'PLAIN_FOLDER_WRONG', file: `${folder}/${name}`, message: `has the sha256 "${found}", which is not in its name` });
  }
  return findings;
}

/** The copy has to be the newest package of its name in the snapshot, whatever the repository calls that package. */
async function verifyReleaseRpm(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer, { seen }: ChannelPlace): Promise<readonly RepositoryFinding[]> {
  const file = layout.releaseRpm(channel, target);
  const bytes = await files.read(file);
  const listed = seen.packages.filter(({ listedBy }) => listedBy === layout.snapshot(target, snapshotId(snapshot)));
  if (bytes === undefined) return (await listsRelease(files, listed)) ? [{ code: 'RELEASE_PACKAGE_WRONG', file, message: 'is missing' }] : [];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = listed.find((each) => each.sha256 === sha256 && each.name.endsWith('-release'));
  if (source !== undefined && findNewest(listed, source.name)?.sha256 === sha256) return [];
  return [{ code: 'RELEASE_PACKAGE_WRONG', file, message: `has the sha256 "${sha256}", which is not that of the snapshot's newest release package` }];
}

/** The repository's name, which its release package begins with, is that of a public key file. */
async function listsRelease(files: RepositoryFiles, listed: ChannelPlace['seen']['packages']): Promise<boolean> {
  const keys = (await files.list(layout.keys)).map(({ name }) => name);
  return listed.some(({ name }) => name.endsWith('-release') && keys.includes(keyFileName(name.slice(0, -'-release'.length))));
}
