import type { Dependency } from './dependency.ts';
import type { DependencyKind } from './dependency-tags.ts';
import type { PackageSpec } from './package-spec.ts';
import { findRichFault } from './rich-dependency.ts';

/** Kinds that cannot name a rich dependency (rpm, build/parseReqs.c). */
const plainKinds: readonly DependencyKind[] = ['provides', 'obsoletes', 'orderWithRequires'];

/** What is wrong with the dependencies of a package, in words. */
export function findDependencyFaults(spec: PackageSpec): readonly string[] {
  const kinds = Object.entries(spec.dependencies ?? {}) as readonly (readonly [DependencyKind, readonly Dependency[]])[];
  return kinds.flatMap(([kind, dependencies]) => dependencies.flatMap((dependency) => findDependencyFaultsOf(dependency, kind).map((fact) => `${kind}: ${fact}`)));
}

/** What is wrong with one dependency of a kind, in words: its name, its version, or a rich dependency that this kind cannot have. */
export function findDependencyFaultsOf(dependency: Dependency, kind: DependencyKind): readonly string[] {
  const { name, operator, evr } = dependency;
  const shown = JSON.stringify(name);
  if (!name.isWellFormed() || /\p{Cc}/u.test(name)) return [`the name ${shown} has characters that rpm cannot read`];
  if (name.startsWith('(')) return plainKinds.includes(kind) ? [`${shown} is a rich dependency, which may not stand there`] : findRichFaults(name, kind);
  if (name === '' || /[\s<>=]/.test(name)) return [`the name ${shown} is empty or has a space or an operator in it`];
  if ((operator === undefined) !== (evr === undefined)) return [`${shown} has ${operator === undefined ? 'a version without an operator' : 'an operator without a version'}`];
  return evr === undefined || isReadable(evr) ? [] : [`${shown} has the version ${JSON.stringify(evr)}`];
}

function findRichFaults(name: string, kind: DependencyKind): readonly string[] {
  const fault = findRichFault(name, kind);
  return fault === undefined ? [] : [`the rich dependency ${JSON.stringify(name)} has ${fault}`];
}

/** What `user(x) = base64` of rpm 4.19 needs is more than rpm allows the author of a package. */
function isReadable(evr: string): boolean {
  return /^[A-Za-z0-9._+~^:/=-]+$/.test(evr);
}
