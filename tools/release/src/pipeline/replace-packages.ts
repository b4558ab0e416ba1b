import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RpmPackage } from '@bigpanda/release-model';
import { packageOfPath } from '@bigpanda/rpm-repo';

/**
 * Removes the files of a folder that packages replace: those of the same name, release and architecture in another version, and what lies beside them.
 * Gives the names of the files, sorted.
 */
export async function removeReplaced(folder: string, packages: readonly RpmPackage[]): Promise<string[]> {
  const written = new Set(packages.map(({ file }) => file));
  const replaced = (await readdir(folder)).filter((name) => {
    const file = packageOfPath(name);
    return !written.has(join(folder, file)) && packages.some((one) => isOlder(file, one));
  }).sort();
  for (const file of replaced) await rm(join(folder, file));
  return replaced;
}

/** A file is called `<name>-<version>-<release>.<arch>.rpm`, and a version holds no hyphen. */
function isOlder(file: string, { name, release, arch }: RpmPackage): boolean {
  const end = `-${release}.${arch}.rpm`;
  return file.startsWith(`${name}-`) && file.endsWith(end) && /^[^-]+$/.test(file.slice(name.length + 1, -end.length));
}
