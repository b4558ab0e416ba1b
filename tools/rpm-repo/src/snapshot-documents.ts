import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  compareEvr, renderFilelists, renderOther, renderPrimary, renderRepomd, type PackageMetadata, type RepomdEntry,
} from '@bigpanda/rpm-format';
import { packageHref } from './layout.ts';

/** The metadata of a snapshot as bytes, without signature. */
export interface SnapshotDocuments {
  readonly repomd: Uint8Array;
  /** SHA-256 of repomd.xml, 64 hex digits: the digest of the snapshot. */
  readonly digest: string;
  /** Latest build time of the packages, 0 without packages. */
  readonly timeSeconds: number;
  /** Names below `repodata/`. */
  readonly documents: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

const gzipLevel = 6;
/** Of the operating system, byte 9: "unknown" (RFC 1952, section 2.3.1), the same on every machine. */
const gzipUnknownSystem = 255;

/**
 * The metadata of a set of packages; the same set and serial give the same bytes, in whatever order it comes.
 * @throws RepodataError `REPODATA_UNWRITABLE`
 */
export function composeDocuments(packages: readonly PackageMetadata[], serial: number): SnapshotDocuments {
  const listed = [...packages].sort(comparePackages).map((metadata) => ({ metadata, href: packageHref(metadata) }));
  const written = [
    writeDocument('primary', renderPrimary(listed)),
    writeDocument('filelists', renderFilelists(listed)),
    writeDocument('other', renderOther(listed)),
  ];
  const timeSeconds = packages.reduce((latest, { buildTimeSeconds }) => Math.max(latest, buildTimeSeconds), 0);
  const repomd = Buffer.from(renderRepomd({ revision: String(serial), timestampSeconds: timeSeconds, entries: written.map(({ entry }) => entry) }));
  return { repomd, digest: hash(repomd), timeSeconds, documents: written.map(({ name, bytes }) => ({ name, bytes })) };
}

function comparePackages(left: PackageMetadata, right: PackageMetadata): number {
  return compareText(left.name, right.name) || compareEvr(left, right) || compareText(left.arch, right.arch) || compareText(left.sha256, right.sha256);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function writeDocument(type: string, xml: string): { readonly name: string; readonly bytes: Uint8Array; readonly entry: RepomdEntry } {
  const open = Buffer.from(xml);
  const bytes = gzipSync(open, { level: gzipLevel });
  bytes[9] = gzipUnknownSystem;
  const sha256 = hash(bytes);
  const name = `${sha256}-${type}.xml.gz`;
  const entry = { type, sha256, openSha256: hash(open), href: `repodata/${name}`, sizeBytes: bytes.length, openSizeBytes: open.length };
  return { name, bytes, entry };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
