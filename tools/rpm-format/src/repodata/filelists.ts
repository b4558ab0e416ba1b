import { renderDocument } from './document-frame.ts';
import { requireWritable } from './metadata-problems.ts';
import { renderFile, renderPackageHead } from './package-elements.ts';
import type { RepodataPackage } from './repodata-package.ts';

/**
 * filelists.xml of the packages, in the order given, byte for byte as createrepo_c 0.17 writes it.
 * @throws RepodataError `REPODATA_UNWRITABLE`
 */
export function renderFilelists(packages: readonly RepodataPackage[]): string {
  for (const { metadata } of packages) requireWritable(metadata);
  return renderDocument('filelists', packages.map(renderFilelistsPackage));
}

/** One package of filelists.xml, whose texts were found to be writable. */
export function renderFilelistsPackage({ metadata }: RepodataPackage): string {
  return `${renderPackageHead(metadata)}${metadata.files.map((file) => renderFile(file, '  ')).join('')}</package>\n`;
}
