import { hash } from 'node:crypto';
import { ReleaseError, type PublishRecord, type RepositoryConfig } from '@bigpanda/release-model';
import { armorSignature, createVerifier, renderPublicKeyFiles, renderZypperKeyFile, type PublicKeyFile, type PublicKeys, type Signer } from '@bigpanda/signer';
import { readPackageMetadata } from '@bigpanda/rpm-format';
import { requireChannel } from './channel-choice.ts';
import { formatPointer, listPointers, type ChannelFreeze, type ChannelPointer } from './channel-pointer.ts';
import { releasePackageName, writeChannelView } from './channel-view.ts';
import { listHistoryLinks, writeHistoryLinks } from './history-links.ts';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout, packageOfPath, poolLink } from './layout.ts';
import { findCompanionProblems, readStoredCompanions } from './package-companions.ts';
import { isPointing } from './plain-folder.ts';
import { settleIntent } from './publish-intent.ts';
import { listRecordFiles, readRecords } from './publish-record.ts';
import { placeStaged, replaceFile, stageLink } from './replace-file.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import type { FindingCode, RepositoryFinding } from './repository-finding.ts';
import { rootFolders } from './repository-folder.ts';
import { withRepositoryLock } from './repository-lock.ts';
import { inspectRepository, withoutLock } from './verify-repository.ts';

export interface RepairOptions {
  readonly config: RepositoryConfig;
  readonly signer: Signer;
  /** What clients are given, where that is more than the certificate of the signer. */
  readonly keys?: PublicKeys | undefined;
  /** Root of a copy of the repository, to take lost files from; each is compared by digest before it is taken. */
  readonly copy?: string;
}

export interface RepairResult {
  /** Files that were wrong and are good. */
  readonly repaired: readonly RepositoryFinding[];
  /** What is still wrong. */
  readonly left: readonly RepositoryFinding[];
}

interface RepairSite extends RepairOptions {
  readonly files: RepositoryFiles;
  readonly sources: readonly RepositoryFiles[];
}

type Repair = (site: RepairSite, file: string) => Promise<void>;

/** What follows from pointers is written again below; what is named here is restored one by one. */
const repairs: Readonly<Partial<Record<FindingCode, Repair>>> = {
  PACKAGE_MISSING: restoreByPath,
  PACKAGE_CHANGED: restoreByPath,
  METADATA_INVALID: restoreByPath,
  REPOMD_CHANGED: restoreByPath,
  SIGNATURE_MISSING: signAgain,
  SIGNATURE_INVALID: signAgain,
  KEY_INVALID: writeKey,
  KEY_MISSING: (site) => writeKey(site, layout.key(site.config.name)),
  LINK_WRONG: linkAgain,
  PLAIN_FOLDER_WRONG: dropShared,
  PROVENANCE_INVALID: restoreCompanions,
};

/**
 * Mends what can be mended without a guess: ends or undoes a change that was cut off, brings pointers back to their last record, writes again what
 * follows from them, signs again what the records' row vouches for, and takes lost bytes, found by their digest, from elsewhere in the repository or from a copy.
 * Nothing that is unknown is removed.
 * @throws ReleaseError `COPY_MISSING` (exit status 2) for a copy that is no repository, `REPOSITORY_LOCKED`, `CHANNEL_UNKNOWN`
 */
export async function repairRepository(root: string, options: RepairOptions): Promise<RepairResult> {
  if (options.copy !== undefined) await requireCopy(options.copy);
  const files = openRepositoryFiles(root);
  const publicKeys = listKeyFiles(options).map(({ text }) => text);
  return withRepositoryLock(root, async () => {
    const before = withoutLock(await inspectRepository(root, { publicKeys }));
    await settleIntent(files);
    const site = { ...options, files, sources: options.copy === undefined ? [files] : [files, openRepositoryFiles(options.copy)] };
    await restoreRecords(site);
    for (const { code, file } of before) await repairs[code]?.(site, file);
    await restorePointers(site);
    await writeViews(site);
    await files.remove(layout.staging);
    const left = withoutLock(await inspectRepository(root, { publicKeys }));
    return { repaired: before.filter((finding) => !left.some((other) => other.code === finding.code && other.file === finding.file)), left };
  });
}

/** A copy may have lost parts as well, so any part of a repository will do. */
async function requireCopy(copy: string): Promise<void> {
  const names = (await openRepositoryFiles(copy).list('')).map(({ name }) => name);
  if (names.some((name) => rootFolders.includes(name))) return;
  throw new ReleaseError('COPY_MISSING', `repair the repository: there is no copy of one in "${copy}"; nothing was changed`, { exitStatus: 2, hint: 'Name the folder of a copy, in which "pool" or "snapshots" is, or leave --copy out.' });
}

/** Records that the row or a pointer names and that are lost: each found by its digest, which may name another one. */
async function restoreRecords({ files, sources }: RepairSite): Promise<void> {
  const targets = new Set([...(await files.list(layout.snapshots)), ...(await files.list(layout.moves))].map(({ name }) => name));
  for (const source of sources) for (const target of targets) await restoreRecordsFrom(source, files, target);
}

async function restoreRecordsFrom(source: RepositoryFiles, files: RepositoryFiles, target: string): Promise<void> {
  const candidates = await readDigests(source, target);
  for (let lost = await findLost(files, target, candidates); lost !== undefined; lost = await findLost(files, target, candidates)) {
    for (const file of [lost, `${lost}.asc`]) await replaceFile(files, file, (await source.read(file)) ?? '');
  }
}

/** The files of records by their digests. */
async function readDigests(source: RepositoryFiles, target: string): Promise<ReadonlyMap<string, string>> {
  const listed = await listRecordFiles(source, target);
  return new Map(await Promise.all(listed.map(async (file) => [hash('sha256', (await source.read(file)) ?? ''), file] as const)));
}

async function findLost(files: RepositoryFiles, target: string, candidates: ReadonlyMap<string, string>): Promise<string | undefined> {
  const present = await readDigests(files, target);
  const vouched = await listVouched(files, target);
  const lost = vouched.find((digest) => !present.has(digest) && candidates.has(digest));
  return lost === undefined ? undefined : candidates.get(lost);
}

/** Digests of records and of repomd.xml files that records and pointers name. */
async function listVouched(files: RepositoryFiles, target: string): Promise<readonly string[]> {
  const pointers = (await listPointers(files).catch(() => [])).filter((pointer) => pointer.target === target);
  const named = pointers.flatMap(({ record }) => (record === undefined ? [] : [record.sha256]));
  for (const file of await listRecordFiles(files, target)) {
    const record = await readRecordOr(files, file);
    if (record !== undefined) named.push(record.snapshot.digest, ...(record.previous === undefined ? [] : [record.previous]));
  }
  return named;
}

async function readRecordOr(files: RepositoryFiles, file: string): Promise<PublishRecord | undefined> {
  const bytes = (await files.read(file)) ?? new Uint8Array();
  try {
    return parseRecord(bytes, file);
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}

/** Bytes are taken where their digest fits the place: the pool's folder, the name of a document, the snapshot's folder. */
async function restoreByPath({ files, sources }: RepairSite, path: string): Promise<void> {
  const [, wanted] = /^pool\/..\/([0-9a-f]{64})\//.exec(path) ?? /\/repodata\/([0-9a-f]{64})-/.exec(path) ?? /\/\d{6,}-([0-9a-f]{12})\/repodata\/repomd\.xml$/.exec(path) ?? [];
  if (wanted === undefined) return;
  for (const source of sources) {
    for (const place of await listPlaces(files, path)) {
      const bytes = await source.read(place);
      if (bytes !== undefined && hash('sha256', bytes).startsWith(wanted)) return replaceFile(files, path, bytes);
    }
  }
}

/** From the first place where provenance and bill of materials are what they should be. */
async function restoreCompanions({ files, sources, keys, signer }: RepairSite, provenance: string): Promise<void> {
  const path = packageOfPath(provenance);
  const bytes = await files.read(path);
  if (bytes === undefined) return;
  const verifier = await createVerifier([keys?.current ?? signer, ...keys?.others ?? [], ...keys?.additional ?? []].map(({ publicKeyArmored }) => publicKeyArmored));
  for (const source of sources) {
    const companions = (await readStoredCompanions(source, path)).filter(({ kind }) => kind !== 'lint');
    const isTrue = companions.some(({ kind }) => kind === 'provenance') && (await findCompanionProblems({ file: path, bytes, headerRange: readPackageMetadata(bytes).headerRange }, companions, verifier)).length === 0;
    if (!isTrue) continue;
    for (const { kind, bytes: found } of companions) await replaceFile(files, `${path}.${kind}.json`, found);
    return;
  }
}

/** Where the bytes of a file may stand besides its own place. */
async function listPlaces(files: RepositoryFiles, path: string): Promise<readonly string[]> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [, target = ''] = /^snapshots\/([a-z0-9]+)\//.exec(path) ?? [];
  const channels = (await files.list(layout.channels)).map((entry) => entry.name);
  if (path.startsWith('pool/')) return [path, ...channels.flatMap((channel) => [`${layout.channels}/${channel}/${name}`])];
  const snapshots = (await files.list(layout.targetSnapshots(target))).filter((entry) => isSnapshotId(entry.name)).map((entry) => entry.name);
  return [path, ...channels.map((channel) => `${layout.plain(channel, target)}/repodata/${name}`), ...snapshots.map((id) => `${layout.repodata(target, id)}/${name}`)];
}

/** Only what is itself vouched for is signed: a repomd.xml whose digest its folder names, a record that the row names. */
async function signAgain({ files, signer }: RepairSite, signature: string): Promise<void> {
  const path = signature.replace(/\.asc$/, '');
  const bytes = await files.read(path);
  const digest = hash('sha256', bytes ?? '');
  const [, target = ''] = /^(?:snapshots|moves)\/([a-z0-9]+)\//.exec(path) ?? [];
  const vouched = await listVouched(files, target);
  if (bytes === undefined || !vouched.includes(digest)) return;
  await replaceFile(files, signature, armorSignature(await signer.sign(bytes, signer.createdSeconds)));
}

/** A key that is not known any more stays as it is, and wrong. */
async function writeKey({ files, ...options }: RepairSite, path: string): Promise<void> {
  const wanted = listKeyFiles(options).find(({ fileName }) => path.endsWith(`/${fileName}`));
  if (wanted !== undefined) await replaceFile(files, path, wanted.text);
}

function listKeyFiles({ config, signer, keys = { current: signer, others: [], additional: [] } }: Pick<RepairOptions, 'config' | 'signer' | 'keys'>): readonly PublicKeyFile[] {
  return [...renderPublicKeyFiles(config.name, keys), renderZypperKeyFile(keys)];
}

/** It is written again where the channel points at it; nobody is given other bytes than its name says. */
async function dropShared({ files }: RepairSite, path: string): Promise<void> {
  if (!isPointing(path.slice(path.lastIndexOf('/') + 1))) await files.remove(path);
}

async function linkAgain({ files }: RepairSite, path: string): Promise<void> {
  if (!path.endsWith('/Packages')) return;
  await files.remove(path);
  await placeStaged(files, [await stageLink(files, path, poolLink)]);
}

async function restorePointers({ files }: RepairSite): Promise<void> {
  for (const { name: target } of await files.list(layout.snapshots)) {
    const stored = (await readRecords(files, target).catch(() => [])).filter(({ record }) => record.number !== undefined);
    for (const last of new Map(stored.map((each) => [each.record.channel, each])).values()) {
      const { channel, snapshot, number = 0 } = last.record;
      const text = formatPointer({ channel, target, snapshot, record: { number, sha256: last.sha256 }, ...findFreeze(stored.map(({ record }) => record), channel) });
      const present = await files.read(layout.pointer(channel, target));
      if (Buffer.from(present ?? '').toString() !== text) await replaceFile(files, layout.pointer(channel, target), text);
    }
  }
}

/** A channel stays frozen, whatever came after, until it is thawed. */
function findFreeze(records: readonly PublishRecord[], channel: string): { readonly frozen?: ChannelFreeze } {
  const last = records.findLast((record) => record.channel === channel && (record.action === 'freeze' || record.action === 'thaw'));
  return last?.action === 'freeze' ? { frozen: { frozenAt: last.publishedAt, frozenBy: last.publishedBy, reason: last.reason } } : {};
}

async function writeViews({ files, config }: RepairSite): Promise<void> {
  const pointers: readonly ChannelPointer[] = await listPointers(files).catch(() => []);
  for (const pointer of pointers) {
    const { baseUrl } = requireChannel(config, pointer.channel, pointer.target);
    const present = (await files.list(layout.targetSnapshots(pointer.target))).map(({ name }) => name);
    await writeChannelView(files, pointer, { baseUrl, releasePackage: releasePackageName(config) }).catch(() => undefined);
    const records = (await readRecords(files, pointer.target).catch(() => [])).filter(({ record }) => record.number !== undefined);
    const links = records.flatMap(({ record }) => listHistoryLinks(record, [])).filter((link) => present.includes(link.target.slice(link.target.lastIndexOf('/') + 1)));
    await writeHistoryLinks(files, [...new Map(links.map((link) => [link.path, link])).values()]);
  }
}
