import { ReleaseError, type ConfigurationProblem, type DependencyEntry, type RequirePhase, type Target } from '@bigpanda/release-model';
import { findDependencyFaultsOf, parseDependency, RpmFormatError, sense, type Dependency, type DependencyKind, type Trigger } from '@bigpanda/rpm-format';
import { listPackages, type DescribedPackage } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import { isForTarget } from './target-choice.ts';

/** Triggers name packages as this kind does: without rich dependencies (rpm, build/parseReqs.c). */
const plainKind: DependencyKind = 'obsoletes';

/** Sense bits of the phases of a transaction (rpm, lib/rpmds.h). */
const phaseBits: Readonly<Record<RequirePhase, number>> = {
  pretrans: sense.pretrans,
  pre: sense.pre,
  post: sense.post,
  preun: sense.preun,
  postun: sense.postun,
  posttrans: sense.posttrans,
  verify: sense.verify,
  meta: sense.meta,
};

/** What the author of a package wrote for one target. */
export interface WrittenDependencies {
  readonly dependencies: Readonly<Record<DependencyKind, readonly Dependency[]>>;
  /** The packages that set off each trigger, in the order of the description. */
  readonly triggers: readonly Trigger['on'][];
}

/**
 * The dependencies of each package by its name; `%{version}` and `%{release}` in them are the component's own.
 * @throws ReleaseError `RPM_DEPENDENCY_INVALID` with every text that is none
 */
export function planDependencies(input: PackInput): ReadonlyMap<string, WrittenDependencies> {
  const problems: ConfigurationProblem[] = [];
  const planned = listPackages(input.description).map((described) => [described.package.name, planPackage(described, input, problems)] as const);
  if (problems.length === 0) return new Map(planned);
  throw new ReleaseError('RPM_DEPENDENCY_INVALID', `pack "${input.description.name}": dependencies that cannot be read: ${problems.length}`, {
    exitStatus: 2,
    problems,
    hint: 'Write each as "name" or "name operator evr", such as "nodejs(engine) >= 22.13".',
  });
}

function planPackage({ package: described, place }: DescribedPackage, input: PackInput, problems: ConfigurationProblem[]): WrittenDependencies {
  const read = (text: string, path: string, kind: DependencyKind): readonly Dependency[] => {
    const result = parseText(fillIn(text, input), kind);
    if (typeof result !== 'string') return [result];
    problems.push({ path: `rpm.json: ${place}${path}`, found: `"${text}"`, allowed: result });
    return [];
  };
  const readKind = (kind: DependencyKind): readonly Dependency[] =>
    listWanted<DependencyEntry>(described[kind], input.target).flatMap(({ entry, index }) =>
      read(entry.dependency, `${kind}[${index}]`, kind).map((dependency) => addPhases(dependency, entry.when)),
    );
  return {
    dependencies: {
      requires: readKind('requires'),
      provides: readKind('provides'),
      conflicts: readKind('conflicts'),
      obsoletes: readKind('obsoletes'),
      recommends: readKind('recommends'),
      suggests: readKind('suggests'),
      supplements: readKind('supplements'),
      enhances: readKind('enhances'),
      orderWithRequires: readKind('orderWithRequires'),
    },
    triggers: described.triggers.map(({ on }, index) => on.flatMap((text, position) => read(text, `triggers[${index}].on[${position}]`, plainKind))),
  };
}

function listWanted<Entry extends { readonly targets?: readonly string[] | undefined }>(entries: readonly Entry[], target: Target) {
  return entries.map((entry, index) => ({ entry, index })).filter(({ entry }) => isForTarget(entry, target));
}

function addPhases(dependency: Dependency, when: readonly RequirePhase[] = []): Dependency {
  return when.length === 0 ? dependency : { ...dependency, sense: when.reduce((bits, phase) => bits | phaseBits[phase], 0) };
}

function fillIn(text: string, { version, release }: PackInput): string {
  return text.replaceAll('%{version}', version).replaceAll('%{release}', release);
}

/** The dependency, or what is allowed instead. */
function parseText(text: string, kind: DependencyKind): Dependency | string {
  try {
    const dependency = parseDependency(text);
    const [fault] = findDependencyFaultsOf(dependency, kind);
    return fault === undefined ? dependency : `something else: ${fault}`;
  } catch (error) {
    if (!(error instanceof RpmFormatError)) throw error;
    return error.message;
  }
}
