import { ReleaseError } from '@bigpanda/release-model';
import type { PackageFile, PackageSpec } from '@bigpanda/rpm-format';
import type { ContentFile } from './spec-install.ts';

/**
 * Refuses a family in which two packages have different files of one path: rpmbuild packs all of them from one tree.
 * @param contentOf gives a text that is the same for files of the same content
 * @throws ReleaseError `RPMBUILD_PATH_CONFLICT`
 */
export function requireOneTree(specs: readonly PackageSpec[], contentOf: (file: ContentFile) => string): void {
  const first = new Map<string, string>();
  const paths = specs.flatMap(({ files }) => files).filter((file) => {
    const kind = describeKind(file, contentOf);
    const isOther = (first.get(file.path) ?? kind) !== kind;
    if (!first.has(file.path)) first.set(file.path, kind);
    return isOther;
  }).map(({ path }) => JSON.stringify(path));
  if (paths.length === 0) return;
  throw new ReleaseError('RPMBUILD_PATH_CONFLICT', `write a spec file: packages of one component have different files of one path: ${[...new Set(paths)].join(', ')}`, {
    exitStatus: 2,
    hint: 'Give them paths of their own, or use the packager "native", which packs each package by itself.',
  });
}

function describeKind(file: PackageFile, contentOf: (file: ContentFile) => string): string {
  if (file.type === 'file') return contentOf(file);
  if (file.type === 'symlink') return `link to ${file.target}`;
  return file.type === 'ghost' ? `ghost of ${file.of ?? 'file'}` : file.type;
}
