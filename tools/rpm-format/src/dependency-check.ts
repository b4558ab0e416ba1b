import type { Dependency } from './dependency.ts';
import { parseDependency } from './dependency-text.ts';
import type { PackageSpec } from './package-spec.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** Kinds that cannot name a rich dependency (rpm, build/parseReqs.c). */
const plainKinds: readonly string[] = ['provides', 'obsoletes', 'orderWithRequires'];

/** What is wrong with the dependencies of a package, in words. */
export function findDependencyFaults(spec: PackageSpec): readonly string[] {
  return Object.entries(spec.dependencies ?? {}).flatMap(([kind, dependencies]) =>
    dependencies.flatMap((dependency) => findFaults(dependency, !plainKinds.includes(kind)).map((fact) => `${kind}: ${fact}`)),
  );
}

function findFaults(dependency: Dependency, mayBeRich: boolean): readonly string[] {
  const { name, operator, evr } = dependency;
  const shown = JSON.stringify(name);
  if (!name.isWellFormed() || /\p{Cc}/u.test(name)) return [`the name ${shown} has characters that rpm cannot read`];
  if (name.startsWith('(')) return mayBeRich ? findRichFaults(name) : [`${shown} is a rich dependency, which may not stand there`];
  if (name === '' || /[\s<>=]/.test(name)) return [`the name ${shown} is empty or has a space or an operator in it`];
  if ((operator === undefined) !== (evr === undefined)) return [`${shown} has ${operator === undefined ? 'a version without an operator' : 'an operator without a version'}`];
  return evr === undefined || isReadable(evr) ? [] : [`${shown} has the version ${JSON.stringify(evr)}`];
}

function findRichFaults(name: string): readonly string[] {
  try {
    parseDependency(name);
    return [];
  } catch (error) {
    if (error instanceof RpmFormatError) return [error.message];
    throw error;
  }
}

/** What `user(x) = base64` of rpm 4.19 needs is more than rpm allows the author of a package. */
function isReadable(evr: string): boolean {
  return /^[A-Za-z0-9._+~^:/=-]+$/.test(evr);
}
