import type { PackageMetadata } from '../package-metadata.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/** `  <version .../>`, the same in all three documents. */
export function renderVersion({ epoch, version, release }: PackageMetadata): string {
  return `  <version epoch="${epoch}" ver="${escapeAttribute(version)}" rel="${escapeAttribute(release)}"/>\n`;
}

/** The first two lines of a package in filelists and other. */
export function renderPackageHead(metadata: PackageMetadata): string {
  const { sha256, name, arch } = metadata;
  return `<package pkgid="${sha256}" name="${escapeAttribute(name)}" arch="${escapeAttribute(arch)}">\n${renderVersion(metadata)}`;
}

/** One `<file>` line. */
export function renderFile({ path, type }: PackageMetadata['files'][number], indent: string): string {
  return `${indent}<file${type === 'file' ? '' : ` type="${type}"`}>${escapeText(path)}</file>\n`;
}
