import { compareVersions } from '../version-order.ts';
import type { DependencyEntry } from './dependency-entries.ts';

/** Of the requires on `libc.so.6` only the one with the highest version stays, behind all others (createrepo_c 0.17, parsehdr.c). */
export function keepHighestLibc(entries: readonly DependencyEntry[]): readonly DependencyEntry[] {
  const libc = entries.filter(({ name }) => name.startsWith('libc.so.6'));
  if (libc.length === 0) return entries;
  const highest = libc.reduce((best, entry) => (compareVersions(readSymbolVersion(entry.name), readSymbolVersion(best.name)) > 0 ? entry : best));
  return [...entries.filter((entry) => !libc.includes(entry)), highest];
}

/** `2.34` of `libc.so.6(GLIBC_2.34)(64bit)`; empty, the lowest, where the first parentheses hold no digit. */
function readSymbolVersion(name: string): string {
  return /^[^(]*\([^)\d]*(\d[^)]*)\)/.exec(name)?.[1] ?? '';
}
