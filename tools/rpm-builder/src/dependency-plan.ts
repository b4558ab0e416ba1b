import { ReleaseError, type ConfigurationProblem, type RpmDescription } from '@bigpanda/release-model';
import { parseDependency, RpmFormatError, type Dependency } from '@bigpanda/rpm-format';
import { listPackages } from './described-package.ts';

type WrittenKind = 'requires' | 'provides' | 'conflicts' | 'obsoletes' | 'recommends' | 'suggests';

/** The dependencies that the author of a package wrote, by kind. */
export type WrittenDependencies = Readonly<Record<WrittenKind, readonly Dependency[]>>;

/** What stands for the component's own version in a dependency, as in a spec file. */
export interface OwnVersion {
  readonly version: string;
  readonly release: string;
}

/**
 * The dependencies of each package by its name; `%{version}` and `%{release}` in them are the component's own.
 * @throws ReleaseError `RPM_DEPENDENCY_INVALID` with every text that is none
 */
export function planDependencies(description: RpmDescription, own: OwnVersion): ReadonlyMap<string, WrittenDependencies> {
  const problems: ConfigurationProblem[] = [];
  const planned = listPackages(description).map(({ package: described, place }) => {
    const parse = (kind: WrittenKind) => parseAll(described[kind].map((text) => fillIn(text, own)), (index, error) => {
      problems.push({ path: `rpm.json: ${place}${kind}[${index}]`, found: `"${described[kind][index]}"`, allowed: error.message });
    });
    return [described.name, {
      requires: parse('requires'),
      provides: parse('provides'),
      conflicts: parse('conflicts'),
      obsoletes: parse('obsoletes'),
      recommends: parse('recommends'),
      suggests: parse('suggests'),
    }] as const;
  });
  if (problems.length === 0) return new Map(planned);
  throw new ReleaseError('RPM_DEPENDENCY_INVALID', `pack "${description.name}": dependencies that cannot be read: ${problems.length}`, {
    exitStatus: 2,
    problems,
    hint: 'Write each as "name" or "name operator evr", such as "nodejs(engine) >= 22.13".',
  });
}

function fillIn(text: string, { version, release }: OwnVersion): string {
  return text.replaceAll('%{version}', version).replaceAll('%{release}', release);
}

function parseAll(texts: readonly string[], report: (index: number, error: RpmFormatError) => void): readonly Dependency[] {
  return texts.flatMap((text, index) => {
    try {
      return [parseDependency(text)];
    } catch (error) {
      if (!(error instanceof RpmFormatError)) throw error;
      report(index, error);
      return [];
    }
  });
}
