import type { Dependency } from './dependency.ts';
import { dependencyTags, type DependencyKind } from './dependency-tags.ts';
import { isRich } from './dependency-text.ts';
import { formatEvr } from './evr.ts';
import { fileFlag } from './file-mode.ts';
import type { PackageSpec } from './package-spec.ts';
import { requireInterpreters, usesLua } from './interpreter.ts';
import { scriptletFeatures } from './scriptlet-entries.ts';
import { sense } from './sense.ts';

/** How a package of an architecture is told from one of another (rpm, macros of each platform: %{_isa}). */
const isaNames: ReadonlyMap<string, string> = new Map([['x86_64', 'x86-64'], ['aarch64', 'aarch-64'], ['ppc64le', 'ppc-64'], ['s390x', 's390-64'], ['riscv64', 'riscv-64'], ['i686', 'x86-32']]);

/** Whether the payload needs more than the oldest reader. */
export interface PayloadFeatures {
  readonly isZstd: boolean;
  /** Whether a file has more than 4 GiB. */
  readonly isLarge: boolean;
}

/**
 * All dependencies of a package by kind, sorted by name, without repetitions:
 * those of its author, the self-provide, config(), the interpreters of its scriptlets and the rpmlib() features that a reader must have.
 */
export function completeDependencies(spec: PackageSpec, payload: PayloadFeatures): Readonly<Record<DependencyKind, readonly Dependency[]>> {
  const written = (kind: DependencyKind) => spec.dependencies?.[kind] ?? [];
  const config = provideConfig(spec);
  const complete = {
    provides: [...written('provides'), ...provideSelf(spec), ...config],
    requires: [...written('requires'), ...config, ...requireInterpreters(spec), ...requireFeatures(spec, payload)],
    conflicts: written('conflicts'),
    obsoletes: written('obsoletes'),
    recommends: written('recommends'),
    suggests: written('suggests'),
    supplements: written('supplements'),
    enhances: written('enhances'),
    orderWithRequires: written('orderWithRequires'),
  };
  return {
    ...complete,
    ...Object.fromEntries(Object.entries(complete).map(([kind, list]) => [kind, sortDependencies(list)])),
  };
}

function provideSelf(spec: PackageSpec): readonly Dependency[] {
  const version = { operator: '=', evr: formatEvr(spec.evr) } as const;
  const isa = isaNames.get(spec.arch);
  return [{ name: spec.name, ...version }, ...(isa === undefined ? [] : [{ name: `${spec.name}(${isa})`, ...version }])];
}

/** A package with configuration files provides and requires config(name), by which rpm keeps its files and their owner together. */
function provideConfig(spec: PackageSpec): readonly Dependency[] {
  if (!spec.files.some(({ flags }) => ((flags ?? 0) & fileFlag.config) !== 0)) return [];
  return [{ name: `config(${spec.name})`, operator: '=', evr: formatEvr(spec.evr), sense: sense.config }];
}

/** Versions of rpm that brought each feature (rpm, lib/rpmds.c). */
function requireFeatures(spec: PackageSpec, payload: PayloadFeatures): readonly Dependency[] {
  const dependencies = Object.values(spec.dependencies ?? {}).flat();
  const versions = [spec.evr.version, spec.evr.release, ...[...dependencies, ...(spec.triggers ?? []).flatMap(({ on }) => on)].map(({ evr }) => evr ?? '')];
  // Without the name of a source package it is one; rpmbuild asks less of who reads those.
  const isBinary = spec.sourceRpm !== '';
  const { usesArguments, usesExpansion } = scriptletFeatures(spec);
  const features: readonly (readonly [boolean, string, string])[] = [
    [spec.files.length > 0, 'CompressedFileNames', '3.0.4-1'],
    [spec.files.length > 0, 'FileDigests', '4.6.0-1'],
    [isBinary, 'PayloadFilesHavePrefix', '4.0-1'],
    [payload.isLarge, 'LargeFiles', '4.12.0-1'],
    [spec.files.some((file) => file.type === 'file' && file.capabilities !== undefined), 'FileCaps', '4.6.1-1'],
    [payload.isZstd, 'PayloadIsZstd', '5.4.18-1'],
    [usesLua(spec), 'BuiltinLuaScripts', '4.2.2-1'],
    [usesArguments, 'ScriptletInterpreterArgs', '4.0.3-1'],
    [usesExpansion, 'ScriptletExpansion', '4.9.0-1'],
    [dependencies.some(isRich), 'RichDependencies', '4.12.0-1'],
    [isBinary && versions.some((version) => version.includes('~')), 'TildeInVersions', '4.10.0-1'],
    [isBinary && versions.some((version) => version.includes('^')), 'CaretInVersions', '4.15.0-1'],
  ];
  return features
    .filter(([isUsed]) => isUsed)
    .map(([, feature, evr]) => ({ name: `rpmlib(${feature})`, operator: '<=', evr, sense: sense.rpmlib }));
}

/** By name, then by EVR, operator and sense bits, each once. */
function sortDependencies(dependencies: readonly Dependency[]): readonly Dependency[] {
  const keyed = new Map(dependencies.map((dependency) => [dependencyKey(dependency), dependency]));
  return [...keyed].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, dependency]) => dependency);
}

function dependencyKey({ name, operator, evr, sense: bits }: Dependency): string {
  return [name, evr ?? '', operator ?? '', String(bits ?? 0).padStart(10, '0')].join('\0');
}

/** Each kind, in the order of its tags in rpm's table. */
export const dependencyKinds = Object.keys(dependencyTags) as readonly DependencyKind[];
