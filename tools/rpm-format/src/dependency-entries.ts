import type { Dependency, DependencyOperator } from './dependency.ts';
import { dependencyTags, type DependencyKind } from './dependency-tags.ts';
import type { HeaderValue } from './header-value.ts';
import { sense } from './sense.ts';

const operatorBits: Readonly<Record<DependencyOperator, number>> = {
  '<': sense.less,
  '<=': sense.less | sense.equal,
  '=': sense.equal,
  '>=': sense.greater | sense.equal,
  '>': sense.greater,
};

/** The three parallel arrays of one kind of dependency. */
export function writeDependencyEntries(kind: DependencyKind, dependencies: readonly Dependency[]): readonly (readonly [number, HeaderValue])[] {
  const tags = dependencyTags[kind];
  return [
    [tags.name, { type: 'stringArray', values: dependencies.map(({ name }) => name) }],
    [tags.flags, { type: 'int32', values: dependencies.map(senseBits) }],
    [tags.version, { type: 'stringArray', values: dependencies.map(({ evr }) => evr ?? '') }],
  ];
}

/** The comparison and all other bits of a dependency as they stand in a header. */
export function senseBits(dependency: Dependency): number {
  return ((dependency.sense ?? 0) | (dependency.operator === undefined ? 0 : operatorBits[dependency.operator])) >>> 0;
}
