import { createHash, hash } from 'node:crypto';
import {
  frameDocument, packageDocuments, renderComps, renderRepomd, renderUpdateinfo, type PackageDocument, type RepomdEntry,
} from '@bigpanda/rpm-format';
import { joinAdjacent } from './adjacent-bytes.ts';
import { packMember, type DocumentMember } from './document-members.ts';
import { codecExtension, type MetadataCodec } from './metadata-codec.ts';
import type { SnapshotContent } from './snapshot-content.ts';

/** The metadata of a snapshot as bytes, without signature. */
export interface SnapshotDocuments {
  readonly repomd: Uint8Array;
  /** SHA-256 of repomd.xml, 64 hex digits: the digest of the snapshot. */
  readonly digest: string;
  /** Latest build time of the packages, 0 without packages. */
  readonly timeSeconds: number;
  /** Names below `repodata/`, the bytes in parts. */
  readonly documents: readonly { readonly name: string; readonly parts: readonly Uint8Array[] }[];
}

/**
 * Documents that are larger unpacked have no `open-checksum` in repomd.xml: it is the one thing in it that would have to be made from all
 * packages for each publish, it may be left out (repomd.dtd of yum), and dnf and zypper check what they download by `checksum`.
 */
const openDigestLimitBytes = 1 << 20;

interface WrittenDocument {
  readonly entry: RepomdEntry;
  readonly parts: readonly Uint8Array[];
}

/**
 * The metadata of a snapshot; the same content and serial give the same bytes.
 * @param collection short name of what advisories are for, such as `bigpanda-el9`
 */
export function composeDocuments(content: SnapshotContent, serial: number, collection: string): SnapshotDocuments {
  const { codec } = content;
  const written = [
    ...packageDocuments.map((type) => describe(type, { members: listMembers(content, type), name: `${type}.xml`, codec })),
    ...(content.advisories.length === 0 ? [] : [single('updateinfo', { text: renderUpdateinfo(content.advisories, collection), codec })]),
    ...(content.groups.length === 0 ? [] : describeGroups(renderComps(content.groups), codec)),
    ...content.carried.map(({ type, name, open }) => describe(type, { members: [packMember(open, codec)], name, codec })),
  ];
  const timeSeconds = content.builtSeconds;
  const repomd = Buffer.from(renderRepomd({ revision: String(serial), timestampSeconds: timeSeconds, entries: written.map(({ entry }) => entry) }));
  const documents = written.map(({ entry, parts }) => ({ name: entry.href.slice('repodata/'.length), parts }));
  return { repomd, digest: hash('sha256', repomd), timeSeconds, documents };
}

function listMembers(content: SnapshotContent, type: PackageDocument): readonly DocumentMember[] {
  const { head, tail } = frameDocument(type, content.packageCount);
  return [packMember(Buffer.from(head), content.codec), ...content.chunks.map(({ documents }) => documents[type]), packMember(Buffer.from(tail), content.codec)];
}

function single(type: string, { text, codec }: { readonly text: string; readonly codec: MetadataCodec }): WrittenDocument {
  return describe(type, { members: [packMember(Buffer.from(text), codec)], name: `${type}.xml`, codec });
}

/** Groups are listed twice, packed and not: old clients read only the plain file. */
function describeGroups(xml: string, codec: MetadataCodec): readonly WrittenDocument[] {
  const bytes = Buffer.from(xml);
  const sha256 = hash('sha256', bytes);
  const plain = { entry: { type: 'group', sha256, href: `repodata/${sha256}-comps.xml`, sizeBytes: bytes.length }, parts: [bytes] };
  return [plain, describe('group_gz', { members: [packMember(bytes, codec)], name: 'comps.xml', codec })];
}

interface DocumentSource {
  readonly members: readonly DocumentMember[];
  readonly name: string;
  readonly codec: MetadataCodec;
}

function describe(type: string, { members, name, codec }: DocumentSource): WrittenDocument {
  const parts = joinAdjacent(members.map(({ packed }) => packed));
  const openSizeBytes = members.reduce((size, member) => size + member.openSizeBytes, 0);
  const [sha256, sizeBytes] = [digestParts(parts), parts.reduce((size, { length }) => size + length, 0)];
  const href = `repodata/${sha256}-${name}.${codecExtension(codec)}`;
  const opened = openSizeBytes > openDigestLimitBytes ? {} : { openSha256: digestParts(members.map(({ open }) => open)) };
  return { entry: { type, sha256, ...opened, href, sizeBytes, openSizeBytes }, parts };
}

function digestParts(parts: readonly Uint8Array[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}
