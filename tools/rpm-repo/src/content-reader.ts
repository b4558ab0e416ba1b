import { ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import {
  packageDocuments, parseUpdateinfo, readFragment, readPackageMetadata, renderFragments, RepodataError, RpmFormatError, splitFragments,
  type Advisory, type ListedPackage, type PackageDocument, type PackageMetadata, type Repomd, type RepomdEntry,
} from '@bigpanda/rpm-format';
import type { DocumentMember, MetadataCodec } from './document-members.ts';
import { findCodec } from './document-members.ts';
import { layout, packageHref, poolPath, snapshotId } from './layout.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { beginsChunk, compareEntries, makeChunks, type PackageEntry, type SnapshotChunk } from './snapshot-chunk.ts';
import type { CarriedDocument, SnapshotContent } from './snapshot-content.ts';
import { readDocument, readMembers, readSnapshotRepomd } from './snapshot-reader.ts';

/** Documents that are made anew for every snapshot; databases would have to be, and no client of ours reads them. */
const madeAnew = /^(?:primary|filelists|other|updateinfo|group|group_gz|.*_db|.*_zck)$/;

/**
 * What a snapshot lists, ready to be changed: its packed documents are taken over where they were packed here.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readContent(files: RepositoryFiles, snapshot: RepoSnapshot, codec: MetadataCodec): Promise<SnapshotContent> {
  const repomd = await readSnapshotRepomd(files, snapshot);
  const file = `${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`;
  const read = async (type: PackageDocument) => {
    const entry = repomd.entries.find((each) => each.type === type);
    if (entry === undefined) throw repositoryDamaged(file, `lists no "${type}"`);
    return { members: await readMembers(files, snapshot, entry), codec: findCodec(entry.href) };
  };
  const [primary, filelists, other] = [await read('primary'), await read('filelists'), await read('other')];
  const isPackedSo = [primary, filelists, other].every((each) => each.codec === codec);
  const split = explain(file, () => splitMembers({ primary: primary.members, filelists: filelists.members, other: other.members }));
  const entries = await ownEntries(files, split.flatMap((part) => part.entries));
  return {
    codec,
    chunks: isPackedSo && entries === undefined ? takeChunks(split) ?? sortChunks(split, codec) : makeChunks([...(entries ?? split.flatMap((part) => part.entries))].sort(compareEntries), codec),
    advisories: await readAdvisories(files, snapshot, repomd),
    carried: await readCarried(files, snapshot, repomd),
    groups: [],
  };
}

/** The notices of a snapshot. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readAdvisories(files: RepositoryFiles, snapshot: RepoSnapshot, repomd: Repomd): Promise<readonly Advisory[]> {
  const entry = repomd.entries.find(({ type }) => type === 'updateinfo');
  if (entry === undefined) return [];
  const xml = Buffer.from(await readDocument(files, snapshot, entry)).toString();
  return explain(entry.href, () => parseUpdateinfo(xml));
}

/** A package as metadata list it, from its header. */
export function toEntry(metadata: PackageMetadata): PackageEntry {
  const { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds } = metadata;
  const href = packageHref(metadata);
  return { listed: { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, href }, fragments: renderFragments({ metadata, href }) };
}

/** A member of each document and the packages in it. */
interface SplitPart {
  readonly entries: readonly PackageEntry[];
  readonly members: Readonly<Record<PackageDocument, DocumentMember>> | undefined;
}

/** Pairs the pieces of the three documents, member by member where these fit together, else over all. */
function splitMembers(members: Readonly<Record<PackageDocument, readonly DocumentMember[]>>): readonly SplitPart[] {
  const { primary, filelists, other } = members;
  if (primary.length !== filelists.length || primary.length !== other.length) return [{ entries: pairAll(members), members: undefined }];
  const parts = primary.map((member, index) => ({ primary: member, filelists: filelists[index] ?? member, other: other[index] ?? member }));
  const pieces = parts.map((part) => packageDocuments.map((type) => splitFragments(part[type].open)));
  if (pieces.some(([first = [], ...rest]) => rest.some((each) => each.length !== first.length))) return [{ entries: pairAll(members), members: undefined }];
  const listed = parts.map((part, index): SplitPart => ({ entries: pair(pieces[index] ?? []), members: part }));
  return listed.filter(({ entries }) => entries.length > 0);
}

function pairAll(members: Readonly<Record<PackageDocument, readonly DocumentMember[]>>): readonly PackageEntry[] {
  return pair(packageDocuments.map((type) => members[type].flatMap(({ open }) => splitFragments(open))));
}

function pair([primary = [], filelists = [], other = []]: readonly (readonly Uint8Array[])[]): readonly PackageEntry[] {
  const [files, changes] = [indexById(filelists), indexById(other)];
  return primary.map((fragment) => {
    const listed = readFragment(fragment);
    const fragments = { primary: fragment, filelists: files.get(listed.sha256), other: changes.get(listed.sha256) };
    if (fragments.filelists === undefined || fragments.other === undefined) throw new RepodataError('REPODATA_INVALID', `"${listed.name}" is not in every document`, 'Publish again.');
    return { listed, fragments: { primary: fragment, filelists: fragments.filelists, other: fragments.other } };
  });
}

function indexById(fragments: readonly Uint8Array[]): ReadonlyMap<string, Uint8Array> {
  return new Map(fragments.map((fragment) => [/pkgid="([0-9a-f]{64})"/.exec(Buffer.from(fragment.buffer, fragment.byteOffset, Math.min(200, fragment.length)).toString('latin1'))?.[1] ?? '', fragment]));
}

/** The packages with those that stand elsewhere than in our pool read anew; `undefined` when there is none. */
async function ownEntries(files: RepositoryFiles, entries: readonly PackageEntry[]): Promise<readonly PackageEntry[] | undefined> {
  if (entries.every(({ listed }) => listed.href === packageHref(listed))) return undefined;
  const own: PackageEntry[] = [];
  for (const entry of entries) own.push(entry.listed.href === packageHref(entry.listed) ? entry : await readPooled(files, entry.listed));
  return own;
}

async function readPooled(files: RepositoryFiles, listed: ListedPackage): Promise<PackageEntry> {
  const path = poolPath(listed);
  const bytes = await files.read(path);
  if (bytes === undefined) throw repositoryDamaged(path, 'is missing');
  return toEntry(explain(path, () => readPackageMetadata(bytes, listed)));
}

/** The chunks as they were packed, when each part is one. */
function takeChunks(parts: readonly SplitPart[]): readonly SnapshotChunk[] | undefined {
  const chunks = parts.flatMap(({ entries, members }, index) => (members !== undefined && isChunk(entries, members, index) ? [{ entries, documents: members }] : []));
  return chunks.length === parts.length ? chunks : undefined;
}

function isChunk(entries: readonly PackageEntry[], members: Readonly<Record<PackageDocument, DocumentMember>>, index: number): boolean {
  const isWhole = packageDocuments.every((type) => entries.reduce((size, { fragments }) => size + fragments[type].length, 0) === members[type].open.length);
  return isWhole && entries.every((entry, place) => (place === 0 ? index === 0 || beginsChunk(entry) : !beginsChunk(entry)));
}

function sortChunks(parts: readonly SplitPart[], codec: MetadataCodec): readonly SnapshotChunk[] {
  return makeChunks(parts.flatMap(({ entries }) => entries).sort(compareEntries), codec);
}

async function readCarried(files: RepositoryFiles, snapshot: RepoSnapshot, { entries }: Repomd): Promise<readonly CarriedDocument[]> {
  const carried = entries.filter(({ type }) => !madeAnew.test(type));
  return Promise.all(carried.map(async (entry) => ({ type: entry.type, name: nameDocument(entry), open: await readDocument(files, snapshot, entry) })));
}

/** `modules.yaml` of `repodata/<sha256>-modules.yaml.gz`. */
function nameDocument({ href }: RepomdEntry): string {
  return href.slice('repodata/'.length).replace(/^[0-9a-f]{64}-/, '').replace(/\.(?:gz|zst)$/, '');
}

function explain<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ReleaseError) throw cause;
    if (cause instanceof RepodataError || cause instanceof RpmFormatError) throw repositoryDamaged(file, `cannot be read: ${cause.message}`, cause);
    throw cause;
  }
}
