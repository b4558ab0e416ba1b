import type { ExplainedDependency } from '@bigpanda/rpm-builder';
import { renderTable } from './table.ts';

/** The dependencies that were found for a target: package, kind, what, by which provider, and the files that bring it, the first by its path. */
export function renderFoundDependencies({ target, dependencies }: { readonly target: string; readonly dependencies: readonly ExplainedDependency[] }): string {
  if (dependencies.length === 0) return `${target}: nothing was found in the files.\n`;
  const groups = Map.groupBy(dependencies, (one) => [one.package, one.kind, one.dependency, one.provider, one.isKept].join('\0'));
  const rows = [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [describe(first, others.length)]));
  return `${target}:\n${renderTable([['PACKAGE', 'KIND', 'DEPENDENCY', 'FOUND BY', 'IN'], ...rows])}\n`;
}

function describe({ package: name, kind, dependency, provider, cause, isKept }: ExplainedDependency, others: number): readonly string[] {
  const more = others === 0 ? '' : ` and ${others} more`;
  return [name, kind, dependency, provider, `${cause}${more}${isKept ? '' : ' (left out)'}`];
}
