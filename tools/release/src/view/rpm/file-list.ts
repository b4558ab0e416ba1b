import type { PackagedFile } from '@bigpanda/rpm-format';
import { printable } from '../printable.ts';
import { formatFileTime } from './date.ts';

/** rpm cuts the names of owners (lib/query.c). */
const ownerWidth = 8;
const sizeWidth = 20;
const typeLetters: ReadonlyMap<number, string> = new Map([[0o040000, 'd'], [0o120000, 'l'], [0o010000, 'p'], [0o140000, 's'], [0o020000, 'c'], [0o060000, 'b'], [0o100000, '-']]);

/** Paths as `rpm -qlp` shows them. */
export function renderPaths(files: readonly PackagedFile[]): string {
  return printable(files.map(({ path }) => `${path.replaceAll('\n', '\\x0a')}\n`).join(''));
}

/** Files as `rpm -qlvp` shows them. */
export function renderFileList(files: readonly PackagedFile[], nowSeconds: number): string {
  const names = countNames(files);
  return printable(files.map((file) => `${renderFile(file, { nameCount: names.get(linkKey(file)) ?? 1, nowSeconds }).replaceAll('\n', '\\x0a')}\n`).join(''));
}

function renderFile(file: PackagedFile, { nameCount, nowSeconds }: { readonly nameCount: number; readonly nowSeconds: number }): string {
  const { mode, user, group, mtimeSeconds, path, linkTarget } = file;
  const owner = (name: string): string => name.slice(0, ownerWidth).padEnd(ownerWidth);
  return [
    renderMode(mode), ` ${String(isType(mode, 'd') ? nameCount + 1 : nameCount).padStart(4)} `, owner(user), ' ', owner(group), ` ${describeSize(file)} `,
    formatFileTime(mtimeSeconds, nowSeconds), ' ', path, isType(mode, 'l') ? ` -> ${linkTarget}` : '',
  ].join('');
}

/** `-rwxr-xr-x`, with s, S, t and T for the upper bits. */
export function renderMode(mode: number): string {
  const bits = (shift: number, special: number, letter: string): string => {
    const executes = (mode & (1 << shift)) !== 0;
    const last = (mode & special) === 0 ? (executes ? 'x' : '-') : executes ? letter : letter.toUpperCase();
    return `${(mode & (4 << shift)) === 0 ? '-' : 'r'}${(mode & (2 << shift)) === 0 ? '-' : 'w'}${last}`;
  };
  return `${typeLetters.get(mode & 0o170000) ?? '?'}${bits(6, 0o4000, 's')}${bits(3, 0o2000, 's')}${bits(0, 0o1000, 't')}`;
}

function describeSize({ mode, specialDevice, sizeBytes }: PackagedFile): string {
  if (!isType(mode, 'c') && !isType(mode, 'b')) return String(isType(mode, 'd') ? 0 : sizeBytes).padStart(sizeWidth);
  return `${String((specialDevice >> 8) & 0xff).padStart(3)}, ${String(specialDevice & 0xff).padStart(3)}`.padStart(10);
}

function countNames(files: readonly PackagedFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(linkKey(file), (counts.get(linkKey(file)) ?? 0) + 1);
  return counts;
}

/** The same for names of one file. */
function linkKey({ device, inode, path, mode }: PackagedFile): string {
  return inode === 0 || !isType(mode, '-') ? path : `${device}:${inode}`;
}

function isType(mode: number, letter: string): boolean {
  return typeLetters.get(mode & 0o170000) === letter;
}
