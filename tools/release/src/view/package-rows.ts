import type { listPackages } from '@bigpanda/rpm-repo';
import { formatSize } from './table.ts';

/** Of a digest so many hex digits are shown; JSON has all. */
const shownDigits = 12;

/** Packages as rows of a table: name, version, architecture, size, digest. */
export function listPackageRows(packages: Awaited<ReturnType<typeof listPackages>>): readonly (readonly string[])[] {
  return packages.map((one) => [`  ${one.name}`, `${one.version}-${one.release}`, one.arch, formatSize(one.sizeBytes), one.sha256.slice(0, shownDigits)]);
}
