import { requireWritable } from './metadata-problems.ts';
import { renderFile, renderPackageHead } from './package-elements.ts';
import type { RepodataPackage } from './repodata-package.ts';

/**
 * filelists.xml of the packages, in the order given, byte for byte as createrepo_c 0.17 writes it.
 * @throws RepodataError `REPODATA_UNWRITABLE`
 */
export function renderFilelists(packages: readonly RepodataPackage[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<filelists xmlns="http://linux.duke.edu/metadata/filelists" packages="${packages.length}">\n`,
    ...packages.map(renderPackage),
    '</filelists>',
  ].join('');
}

function renderPackage({ metadata }: RepodataPackage): string {
  requireWritable(metadata);
  return `${renderPackageHead(metadata)}${metadata.files.map((file) => renderFile(file, '  ')).join('')}</package>\n`;
}
