import type { AutomaticSide, RpmDescription } from '@bigpanda/release-model';
import { formatDependency, sense, type Dependency, type PackageSpec } from '@bigpanda/rpm-format';
import type { FoundDependency, PackageScene } from './dependency-provider.ts';
import { providers } from './provider-list.ts';

/** Bits that say that a dependency was found, not written (rpm, lib/rpmds.h). */
const foundBits = { requires: sense.findRequires, provides: sense.findProvides } as const;

/** Why a package has a dependency that nobody wrote. */
export interface ExplainedDependency {
  readonly package: string;
  readonly kind: 'requires' | 'provides';
  /** As in a spec file. */
  readonly dependency: string;
  /** Name of the provider that found it. */
  readonly provider: string;
  /** The installed file, or the part of rpm.json, that brings it. */
  readonly cause: string;
  /** Whether the package has it: not where `automatic` of rpm.json leaves it out, or its author wrote the same. */
  readonly isKept: boolean;
}

/** A package with what was found in it. */
export interface CompletedPackage {
  readonly spec: PackageSpec;
  /** By provider, then in the order of the files. */
  readonly found: readonly ExplainedDependency[];
}

/** Looks into the files of a package and adds what they require and provide, but for what `automatic` leaves out. */
export async function completePackage(scene: PackageScene, automatic: RpmDescription['automatic']): Promise<CompletedPackage> {
  const { spec } = scene;
  const found = await Promise.all(providers.map(async ({ name: provider, find }) => (await find(scene)).map((one) => ({ provider, ...one, isKept: isKept(one, automatic[one.kind], spec) }))));
  const kept = found.flat().filter((one) => one.isKept);
  return {
    spec: { ...spec, dependencies: { ...spec.dependencies, requires: extend(spec, 'requires', kept), provides: extend(spec, 'provides', kept) } },
    found: found.flat().map(({ provider, kind, dependency, cause, isKept: keeps }) => ({ package: spec.name, kind, dependency: formatDependency(dependency), provider, cause, isKept: keeps })),
  };
}

function isKept({ kind, dependency, cause, isFixed }: FoundDependency, side: AutomaticSide, spec: PackageSpec): boolean {
  const isWritten = (spec.dependencies?.[kind] ?? []).some((written) => isSame(written, dependency));
  if (isWritten) return false;
  if (isFixed === true) return true;
  return side !== false && !side.exclude.some((pattern) => matches(dependency.name, pattern)) && !side.excludeFrom.some((pattern) => matches(cause, pattern));
}

/** The same name and version; a written one may say more about when it is needed. */
function isSame(left: Dependency, right: Dependency): boolean {
  return formatDependency(left) === formatDependency(right) && ((left.sense ?? 0) & (right.sense ?? 0)) === (right.sense ?? 0);
}

function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

function extend({ dependencies }: PackageSpec, kind: FoundDependency['kind'], found: readonly FoundDependency[]): readonly Dependency[] {
  const own = found.filter((one) => one.kind === kind).map(({ dependency }) => ({ ...dependency, sense: (dependency.sense ?? 0) | foundBits[kind] }));
  const unique = new Map(own.map((dependency) => [`${formatDependency(dependency)} ${dependency.sense}`, dependency]));
  return [...(dependencies?.[kind] ?? []), ...unique.values()];
}
