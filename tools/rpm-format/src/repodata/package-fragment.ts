import type { PackageDocument } from './document-frame.ts';
import { renderFilelistsPackage } from './filelists.ts';
import { requireWritable } from './metadata-problems.ts';
import { renderOtherPackage } from './other.ts';
import { readListedPackage, type ListedPackage } from './package-listing.ts';
import { renderPrimaryPackage } from './primary.ts';
import { RepodataError } from './repodata-error.ts';
import type { RepodataPackage } from './repodata-package.ts';

/** One package's piece of each document, in UTF-8. */
export type PackageFragments = Readonly<Record<PackageDocument, Uint8Array>>;

const opening = Buffer.from('\n<package ');
const nameStart = '  <name>';
/** Stands in a piece of primary behind all that `readFragment` reads. */
export const listedUntil = '  <format>';

/** The pieces of one package. @throws RepodataError `REPODATA_UNWRITABLE` */
export function renderFragments(listed: RepodataPackage): PackageFragments {
  requireWritable(listed.metadata);
  return {
    primary: Buffer.from(renderPrimaryPackage(listed)),
    filelists: Buffer.from(renderFilelistsPackage(listed)),
    other: Buffer.from(renderOtherPackage(listed)),
  };
}

/**
 * The pieces of a document that was written line by line as createrepo_c and this package do, as views of its bytes:
 * `<package ` begins a line there and nowhere else, since a text cannot hold `<`. What stands before the first and after the last is left out.
 */
export function splitFragments(document: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const starts = findStarts(bytes);
  const end = findEnd(bytes);
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? end));
}

/**
 * What a piece of primary says of its package.
 * @throws RepodataError `XML_REFUSED`, `REPODATA_INVALID`
 */
export function readFragment(primary: Uint8Array): ListedPackage {
  const bytes = Buffer.from(primary.buffer, primary.byteOffset, primary.byteLength);
  const end = bytes.indexOf(listedUntil);
  if (end < 0) throw new RepodataError('REPODATA_INVALID', 'read a package of primary.xml: it has no "format"', 'Publish the repository again; what is there cannot be used.');
  return readListedPackage(`${bytes.toString('utf8', 0, end)}</package>`);
}

/** The name in a piece of primary, without reading the rest of it. @throws RepodataError as `readFragment` */
export function readFragmentName(primary: Uint8Array): string {
  const bytes = Buffer.from(primary.buffer, primary.byteOffset, primary.byteLength);
  const start = bytes.indexOf(nameStart) + nameStart.length;
  const name = bytes.toString('utf8', start, bytes.indexOf('<', start));
  return start < nameStart.length || name.includes('&') ? readFragment(primary).name : name;
}

function findStarts(bytes: Buffer): readonly number[] {
  const starts: number[] = bytes.indexOf('<package ') === 0 ? [0] : [];
  for (let at = bytes.indexOf(opening); at >= 0; at = bytes.indexOf(opening, at + 1)) starts.push(at + 1);
  return starts;
}

function findEnd(bytes: Buffer): number {
  const closing = '</package>\n';
  const at = bytes.lastIndexOf(closing);
  return at < 0 ? 0 : at + closing.length;
}
