import { ReleaseError } from '@bigpanda/release-model';
import type { PackageFile, PackageSpec } from '@bigpanda/rpm-format';
import type { ContentFile } from '../spec-file/spec-install.ts';
import type { StoredContent } from './content-folder.ts';

/**
 * Refuses a family in which two packages have different files of one path: rpmbuild packs all of them from one tree.
 * @throws ReleaseError `RPMBUILD_PATH_CONFLICT`
 */
export function requireOneTree(specs: readonly PackageSpec[], stored: ReadonlyMap<ContentFile, StoredContent>): void {
  const first = new Map<string, string>();
  const paths = specs.flatMap(({ files }) => files).filter((file) => {
    const kind = describeKind(file, stored);
    const isOther = (first.get(file.path) ?? kind) !== kind;
    if (!first.has(file.path)) first.set(file.path, kind);
    return isOther;
  }).map(({ path }) => JSON.stringify(path));
  if (paths.length === 0) return;
  throw new ReleaseError('RPMBUILD_PATH_CONFLICT', `pack with rpmbuild: packages of one component have different files of one path: ${[...new Set(paths)].join(', ')}`, {
    exitStatus: 2,
    hint: 'Give them paths of their own, or use the packager "native", which packs each package by itself.',
  });
}

function describeKind(file: PackageFile, stored: ReadonlyMap<ContentFile, StoredContent>): string {
  if (file.type === 'file') return stored.get(file)?.digest ?? '';
  if (file.type === 'symlink') return `link to ${file.target}`;
  return file.type === 'ghost' ? `ghost of ${file.of ?? 'file'}` : file.type;
}
