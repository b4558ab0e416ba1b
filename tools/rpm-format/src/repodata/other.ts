import type { ChangelogEntry, PackageMetadata } from '../package-metadata.ts';
import { renderDocument } from './document-frame.ts';
import { requireWritable } from './metadata-problems.ts';
import { renderPackageHead } from './package-elements.ts';
import type { RepodataPackage } from './repodata-package.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/** createrepo_c's default for `--changelog-limit`. */
const changelogLimit = 10;

/**
 * other.xml, the changelogs, of the packages in the order given, byte for byte as createrepo_c 0.17 writes it:
 * the newest ten, oldest of those first.
 * @throws RepodataError `REPODATA_UNWRITABLE`
 */
export function renderOther(packages: readonly RepodataPackage[]): string {
  for (const { metadata } of packages) requireWritable(metadata);
  return renderDocument('other', packages.map(renderOtherPackage));
}

/** One package of other.xml, whose texts were found to be writable. */
export function renderOtherPackage({ metadata }: RepodataPackage): string {
  return `${renderPackageHead(metadata)}${listChangelog(metadata).map(renderEntry).join('')}</package>\n`;
}

/** Oldest first; entries of one time get times one second apart, because clients sort by it (createrepo_c 0.17, parsehdr.c). */
function listChangelog({ changelog }: PackageMetadata): readonly ChangelogEntry[] {
  const oldestFirst = changelog.slice(0, changelogLimit).reverse();
  return oldestFirst.map((entry, index) => {
    const first = oldestFirst.findIndex(({ timeSeconds }) => timeSeconds === entry.timeSeconds);
    return { ...entry, timeSeconds: entry.timeSeconds + index - first };
  });
}

function renderEntry({ author, timeSeconds, text }: ChangelogEntry): string {
  const name = author.replace(/(?<=.) +$/s, '');
  return `  <changelog author="${escapeAttribute(name)}" date="${timeSeconds}">${escapeText(text)}</changelog>\n`;
}
