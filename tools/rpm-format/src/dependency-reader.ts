import type { Dependency, DependencyOperator } from './dependency.ts';
import { dependencyTags, type DependencyKind } from './dependency-tags.ts';
import { readNumbers, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { comparisonMask, sense } from './sense.ts';

const operators: ReadonlyMap<number, DependencyOperator> = new Map([
  [sense.less, '<'],
  [sense.less | sense.equal, '<='],
  [sense.equal, '='],
  [sense.greater | sense.equal, '>='],
  [sense.greater, '>'],
]);

/**
 * The dependencies of one kind, in the order of the header.
 * @throws RpmFormatError `TAG_COUNT_WRONG` when the three arrays differ in length
 */
export function readDependencies(header: Header, kind: DependencyKind): readonly Dependency[] {
  const tags = dependencyTags[kind];
  const names = readTexts(header, tags.name);
  const flags = readNumbers(header, tags.flags);
  const versions = readTexts(header, tags.version);
  if (flags.length !== names.length || versions.length !== names.length) {
    const message = `read the ${kind}: found ${names.length} names, ${flags.length} flags and ${versions.length} versions; wanted as many of each`;
    throw new RpmFormatError('TAG_COUNT_WRONG', message, { tag: tags.name });
  }
  return names.map((name, index) => toDependency(name, flags[index] ?? 0, versions[index] ?? ''));
}

/** One dependency of its name, flags and version as a header has them; what rpm calls an absent version is left out. */
export function toDependency(name: string, flags: number, evr: string): Dependency {
  const operator = operators.get(flags & comparisonMask);
  const rest = (flags & ~comparisonMask) >>> 0;
  return {
    name,
    ...(operator === undefined || evr === '' ? {} : { operator, evr }),
    ...(rest === 0 ? {} : { sense: rest }),
  };
}
