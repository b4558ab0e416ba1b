import type { PackageMetadata } from '../package-metadata.ts';
import { renderDependencies } from './dependency-entries.ts';
import { renderDocument } from './document-frame.ts';
import { listRequires } from './listed-requires.ts';
import { requireWritable } from './metadata-problems.ts';
import { renderFile, renderVersion } from './package-elements.ts';
import { isPrimaryFile } from './primary-file.ts';
import type { RepodataPackage } from './repodata-package.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/**
 * primary.xml of the packages, in the order given, byte for byte as createrepo_c 0.17 writes it; the time of a file is its build time.
 * @throws RepodataError `REPODATA_UNWRITABLE`
 */
export function renderPrimary(packages: readonly RepodataPackage[]): string {
  for (const { metadata } of packages) requireWritable(metadata);
  return renderDocument('primary', packages.map(renderPrimaryPackage));
}

/** One package of primary.xml, whose texts were found to be writable. */
export function renderPrimaryPackage({ metadata, href }: RepodataPackage): string {
  const { buildTimeSeconds, sizeBytes, installedSizeBytes, archiveSizeBytes } = metadata;
  return [
    '<package type="rpm">\n',
    renderElement('name', metadata.name),
    renderElement('arch', metadata.arch),
    renderVersion(metadata),
    `  <checksum type="sha256" pkgid="YES">${metadata.sha256}</checksum>\n`,
    renderElement('summary', metadata.summary),
    renderElement('description', metadata.description),
    renderElement('packager', metadata.packager),
    renderElement('url', metadata.url),
    `  <time file="${buildTimeSeconds}" build="${buildTimeSeconds}"/>\n`,
    `  <size package="${sizeBytes}" installed="${installedSizeBytes}" archive="${archiveSizeBytes}"/>\n`,
    `  <location href="${escapeAttribute(href)}"/>\n`,
    renderFormat(metadata),
    '</package>\n',
  ].join('');
}

function renderFormat(metadata: PackageMetadata): string {
  return [
    '  <format>\n',
    renderElement('rpm:license', metadata.license, '    '),
    renderElement('rpm:vendor', metadata.vendor, '    '),
    renderElement('rpm:group', metadata.group, '    '),
    renderElement('rpm:buildhost', metadata.buildHost, '    '),
    renderElement('rpm:sourcerpm', metadata.sourceRpm, '    '),
    `    <rpm:header-range start="${metadata.headerRange.start}" end="${metadata.headerRange.end}"/>\n`,
    renderDependencies('provides', metadata.provides),
    renderDependencies('requires', listRequires(metadata)),
    renderDependencies('conflicts', metadata.conflicts),
    renderDependencies('obsoletes', metadata.obsoletes),
    renderDependencies('suggests', metadata.suggests),
    renderDependencies('enhances', metadata.enhances),
    renderDependencies('recommends', metadata.recommends),
    renderDependencies('supplements', metadata.supplements),
    ...metadata.files.filter(({ path }) => isPrimaryFile(path)).map((file) => renderFile(file, '    ')),
    '  </format>\n',
  ].join('');
}

function renderElement(name: string, text: string, indent = '  '): string {
  return `${indent}<${name}>${escapeText(text)}</${name}>\n`;
}
