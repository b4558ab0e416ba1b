import type { RepoSnapshot } from '@bigpanda/release-model';
import {
  frameDocument, packageDocuments, parseUpdateinfo, readFragment, readPackageMetadata, RepodataError, splitFragments,
  type Advisory, type ListedPackage, type PackageDocument, type Repomd, type RepomdEntry,
} from '@bigpanda/rpm-format';
import { findCodec, type DocumentMember } from './document-members.ts';
import type { MetadataCodec } from './metadata-codec.ts';
import { layout, packageHref, poolPath, snapshotId } from './layout.ts';
import { toEntry, type PackageEntry } from './package-entry.ts';
import { readOrDamaged, repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { compareEntries, makeChunks, openChunk } from './snapshot-chunk.ts';
import { findLatest, type CarriedDocument, type SnapshotContent } from './snapshot-content.ts';
import { readDocument, readMembers, readSnapshotRepomd } from './snapshot-reader.ts';

/** Documents that are made anew for every snapshot; databases would have to be, and no client of ours reads them. */
const madeAnew = /^(?:primary|filelists|other|updateinfo|group|group_gz|.*_db|.*_zck)$/;

/**
 * What a snapshot lists, ready to be changed: its packed documents are taken over, and read only where they are asked for, when they were packed here.
 * @param wantedCodec what it is to be packed in; as it is when absent, for who only reads
 * @throws ReleaseError `REPOSITORY_DAMAGED`, also whatever reads the content later
 */
export async function readContent(files: RepositoryFiles, snapshot: RepoSnapshot, wantedCodec?: MetadataCodec): Promise<SnapshotContent> {
  const repomd = await readSnapshotRepomd(files, snapshot);
  const file = `${layout.repodata(snapshot.target, snapshotId(snapshot))}/repomd.xml`;
  const find = (type: PackageDocument) => {
    const entry = repomd.entries.find((each) => each.type === type);
    if (entry === undefined) throw repositoryDamaged(file, `lists no "${type}"`);
    return entry;
  };
  const codec = wantedCodec ?? codecOf(find('primary')) ?? 'gzip';
  const rest = { codec, advisories: await readAdvisories(files, snapshot, repomd), carried: await readCarried(files, snapshot, repomd), groups: [] };
  const isPackedSo = packageDocuments.every((type) => codecOf(find(type)) === codec);
  const members = isPackedSo ? await readAll((type) => readMembers(files, snapshot, find(type))) : undefined;
  const kept = members === undefined ? undefined : takeChunks(members, file);
  if (kept !== undefined) return { ...rest, ...kept, builtSeconds: kept.packageCount === 0 ? 0 : repomd.timestampSeconds };
  const documents = await readAll((type) => readDocument(files, snapshot, find(type)));
  const entries = await ownEntries(files, readOrDamaged(file, () => pair(documents)));
  return { ...rest, chunks: makeChunks([...entries].sort(compareEntries), codec), packageCount: entries.length, builtSeconds: findLatest(entries) };
}

/** A codec that is not known is met again, and named, when the document is read. */
function codecOf({ href }: RepomdEntry): MetadataCodec | undefined {
  return /\.(?:gz|zst)$/.test(href) ? findCodec(href) : undefined;
}

async function readAll<Value>(read: (type: PackageDocument) => Promise<Value>): Promise<Readonly<Record<PackageDocument, Value>>> {
  return { primary: await read('primary'), filelists: await read('filelists'), other: await read('other') };
}

/** The notices of a snapshot. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readAdvisories(files: RepositoryFiles, snapshot: RepoSnapshot, repomd: Repomd): Promise<readonly Advisory[]> {
  const entry = repomd.entries.find(({ type }) => type === 'updateinfo');
  if (entry === undefined) return [];
  const xml = Buffer.from(await readDocument(files, snapshot, entry)).toString();
  return readOrDamaged(entry.href, () => parseUpdateinfo(xml));
}

/**
 * The chunks as they were packed: when the documents have as many members each, and begin and end with what `composeDocuments` puts there.
 * An imported document has one member.
 */
function takeChunks(members: Readonly<Record<PackageDocument, readonly DocumentMember[] | undefined>>, file: string): Pick<SnapshotContent, 'chunks' | 'packageCount'> | undefined {
  const { primary = [], filelists = [], other = [] } = members;
  const [head, ...rest] = primary;
  const [, count] = head === undefined ? [] : / packages="(\d+)">\n$/.exec(Buffer.from(head.open).toString()) ?? [];
  if (count === undefined || filelists.length !== primary.length || other.length !== primary.length) return undefined;
  const isFramed = packageDocuments.every((type) => {
    const frame = frameDocument(type, Number(count));
    return holds(members[type]?.[0], frame.head) && holds(members[type]?.at(-1), frame.tail);
  });
  if (!isFramed) return undefined;
  const chunks = rest.slice(0, -1).flatMap((member, index) => {
    const documents = { primary: member, filelists: filelists[index + 1], other: other[index + 1] };
    return documents.filelists === undefined || documents.other === undefined ? [] : [openChunk({ ...documents, filelists: documents.filelists, other: documents.other }, file)];
  });
  return { chunks, packageCount: Number(count) };
}

function holds(member: DocumentMember | undefined, text: string): boolean {
  return member !== undefined && member.openSizeBytes === Buffer.byteLength(text) && Buffer.from(member.open).toString() === text;
}

function pair(documents: Readonly<Record<PackageDocument, Uint8Array>>): readonly PackageEntry[] {
  const [files, changes] = [indexById(splitFragments(documents.filelists)), indexById(splitFragments(documents.other))];
  return splitFragments(documents.primary).map((fragment) => {
    const listed = readFragment(fragment);
    const fragments = { primary: fragment, filelists: files.get(listed.sha256), other: changes.get(listed.sha256) };
    if (fragments.filelists === undefined || fragments.other === undefined) throw new RepodataError('REPODATA_INVALID', `"${listed.name}" is not in every document`, 'Publish again.');
    return { listed, fragments: { primary: fragment, filelists: fragments.filelists, other: fragments.other } };
  });
}

function indexById(fragments: readonly Uint8Array[]): ReadonlyMap<string, Uint8Array> {
  return new Map(fragments.map((fragment) => [/pkgid="([0-9a-f]{64})"/.exec(Buffer.from(fragment.buffer, fragment.byteOffset, Math.min(200, fragment.length)).toString('latin1'))?.[1] ?? '', fragment]));
}

/** The packages with those that stand elsewhere than in our pool read anew. */
async function ownEntries(files: RepositoryFiles, entries: readonly PackageEntry[]): Promise<readonly PackageEntry[]> {
  const own: PackageEntry[] = [];
  for (const entry of entries) own.push(entry.listed.href === packageHref(entry.listed) ? entry : await readPooled(files, entry.listed));
  return own;
}

async function readPooled(files: RepositoryFiles, listed: ListedPackage): Promise<PackageEntry> {
  const path = poolPath(listed);
  const bytes = await files.read(path);
  if (bytes === undefined) throw repositoryDamaged(path, 'is missing');
  return toEntry(readOrDamaged(path, () => readPackageMetadata(bytes, listed)));
}

async function readCarried(files: RepositoryFiles, snapshot: RepoSnapshot, { entries }: Repomd): Promise<readonly CarriedDocument[]> {
  const carried = entries.filter(({ type }) => !madeAnew.test(type));
  return Promise.all(carried.map(async (entry) => ({ type: entry.type, name: nameDocument(entry), open: await readDocument(files, snapshot, entry) })));
}

/** `modules.yaml` of `repodata/<sha256>-modules.yaml.gz`. */
function nameDocument({ href }: RepomdEntry): string {
  return href.slice('repodata/'.length).replace(/^[0-9a-f]{64}-/, '').replace(/\.(?:gz|zst)$/, '');
}
