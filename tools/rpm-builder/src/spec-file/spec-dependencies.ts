import { formatDependency, sense, type Dependency, type DependencyKind, type PackageSpec } from '@bigpanda/rpm-format';
import { escapeMacros } from './spec-text.ts';

const tagNames: Readonly<Record<DependencyKind, string>> = {
  requires: 'Requires',
  provides: 'Provides',
  conflicts: 'Conflicts',
  obsoletes: 'Obsoletes',
  recommends: 'Recommends',
  suggests: 'Suggests',
  supplements: 'Supplements',
  enhances: 'Enhances',
  orderWithRequires: 'OrderWithRequires',
};

/** Words that stand in parentheses behind a tag, by the bit that each sets (rpm, build/parsePreamble.c). */
const qualifiers: readonly (readonly [number, string])[] = [
  [sense.pretrans, 'pretrans'],
  [sense.pre, 'pre'],
  [sense.post, 'post'],
  [sense.preun, 'preun'],
  [sense.postun, 'postun'],
  [sense.posttrans, 'posttrans'],
  [sense.preuntrans, 'preuntrans'],
  [sense.postuntrans, 'postuntrans'],
  [sense.verify, 'verify'],
  [sense.meta, 'meta'],
];

/** The lines of a preamble that name dependencies. */
export function listDependencyLines(dependencies: NonNullable<PackageSpec['dependencies']>): readonly string[] {
  return (Object.keys(tagNames) as readonly DependencyKind[]).flatMap((kind) => (dependencies[kind] ?? []).map((dependency) => writeLine(kind, dependency)));
}

function writeLine(kind: DependencyKind, dependency: Dependency): string {
  const words = qualifiers.filter(([bit]) => ((dependency.sense ?? 0) & bit) !== 0).map(([, word]) => word);
  return `${tagNames[kind]}${words.length === 0 ? '' : `(${words.join(',')})`}: ${escapeMacros(formatDependency(dependency))}`;
}
