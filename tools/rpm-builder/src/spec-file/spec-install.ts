import type { PackageFile, PackageSpec } from '@bigpanda/rpm-format';
import { quoteWord } from '../shell-text.ts';
import { escapeMacros } from './spec-text.ts';

/** A file that has content. */
export type ContentFile = Extract<PackageFile, { type: 'file' }>;

/**
 * The lines of `%install` that put every file of a family into the tree that rpmbuild packs.
 * @param originOf gives where the content of a file is found, as a word of the shell
 */
export function listInstallLines(specs: readonly PackageSpec[], originOf: (file: ContentFile) => string): readonly string[] {
  const files = [...new Map(specs.flatMap((spec) => spec.files.map((file) => [file.path, file] as const))).values()];
  const folders = files.filter(isFolder).map(({ path }) => path);
  return [
    ...folders.map((path) => `mkdir -p ${place(path)}`),
    ...files.filter((file) => !isFolder(file)).map((file) => installFile(file, originOf)),
  ];
}

function isFolder(file: PackageFile): boolean {
  return file.type === 'dir' || (file.type === 'ghost' && file.of === 'dir');
}

/** Ghosts are made too: rpmbuild before 4.15 wants to see them. */
function installFile(file: PackageFile, originOf: (file: ContentFile) => string): string {
  if (file.type === 'file') return `install -D -p -m ${file.mode.toString(8).padStart(4, '0')} ${originOf(file)} ${place(file.path)}`;
  const target = file.type === 'symlink' ? file.target : file.type === 'ghost' && file.of === 'symlink' ? file.target : undefined;
  if (target === undefined) return `install -D -m 0644 /dev/null ${place(file.path)}`;
  return `mkdir -p ${place(file.path.slice(0, file.path.lastIndexOf('/') + 1))} && ln -s -- ${escapeMacros(quoteWord(target))} ${place(file.path)}`;
}

function place(path: string): string {
  return `%{buildroot}${escapeMacros(quoteWord(path))}`;
}
