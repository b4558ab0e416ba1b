import type { Dependency } from '../dependency.ts';
import type { PackageMetadata } from '../package-metadata.ts';
import { sense } from '../sense.ts';
import type { DependencyEntry } from './dependency-entries.ts';
import { keepHighestLibc } from './libc-requires.ts';
import { isPrimaryFile } from './primary-file.ts';

/** Sense bits that make createrepo_c write `pre="1"` (createrepo_c 0.17, parsehdr.c). */
const preSense = sense.prereq | sense.pre | sense.post;

/**
 * The requires that primary lists: without what rpm itself answers for (`rpmlib()`), what the package provides and its
 * own primary files, without repetitions, and of `libc.so.6` only the highest, at the end (createrepo_c 0.17, parsehdr.c).
 */
export function listRequires(metadata: PackageMetadata): readonly DependencyEntry[] {
  const provided = new Set(metadata.provides.map(toKey));
  const ownFiles = new Set(metadata.files.map(({ path }) => path).filter(isPrimaryFile));
  const asked = metadata.requires
    .filter((dependency) => !dependency.name.startsWith('rpmlib(') && !ownFiles.has(dependency.name) && !provided.has(toKey(dependency)))
    .map((dependency) => ({ ...dependency, pre: ((dependency.sense ?? 0) & preSense) !== 0 }));
  return keepHighestLibc(dropRepetitions(asked));
}

/** Leaves out an entry that equals the last one of its name; an equal one further back stays, as in createrepo_c. */
function dropRepetitions(entries: readonly DependencyEntry[]): readonly DependencyEntry[] {
  const last = new Map<string, string>();
  return entries.filter((entry) => {
    const key = `${toKey(entry)} ${entry.pre}`;
    if (last.get(entry.name) === key) return false;
    last.set(entry.name, key);
    return true;
  });
}

function toKey({ name, operator, evr }: Dependency): string {
  return `${name}\0${operator ?? ''}\0${evr ?? ''}`;
}
