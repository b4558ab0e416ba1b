import { ReleaseError } from '@bigpanda/release-model';
import { parseEvr, RpmFormatError, type PackageSpec } from '@bigpanda/rpm-format';
import { planChangelog } from './changelog-plan.ts';
import { checkContents } from './content-check.ts';
import { planContents } from './content-plan.ts';
import { planDependencies } from './dependency-plan.ts';
import { listPackages } from './described-package.ts';
import { foldDescription } from './folded-text.ts';
import { addOwnedFolders } from './folder-ownership.ts';
import type { PackInput } from './pack-input.ts';
import { planScriptlets } from './scriptlet-plan.ts';
import type { SourceTrees } from './source-tree.ts';
import { planFileTriggers, planTriggers } from './trigger-plan.ts';

/**
 * The packages that a component becomes, the main one first: a function of the description and the files that its sources stand for.
 * @throws ReleaseError `RPM_PACKAGE_INVALID` for a version that rpm does not take, `RPM_DEPENDENCY_INVALID`, `RPM_CONTENT_INVALID`
 */
export function planPackages(input: PackInput, sources: SourceTrees): readonly PackageSpec[] {
  const { description } = input;
  requireVersion(input);
  const listed = listPackages(description);
  const packages = listed.map((entry) => entry.package);
  const dependencies = planDependencies(input);
  const contents = packages.map((described) => planContents(input, described, sources));
  const explicit = contents.flat().filter(({ type }) => type === 'dir');
  const names = packages.map(({ name }) => name);
  const specs = listed.map(({ package: described, arch, license }, index): PackageSpec => {
    const written = dependencies.get(described.name);
    const files = addOwnedFolders(contents[index] ?? [], names, explicit);
    return {
      ...describeComponent(input),
      name: described.name,
      summary: described.summary,
      description: foldDescription(described.description),
      arch,
      license,
      dependencies: written?.dependencies ?? {},
      files,
      scriptlets: planScriptlets(input, described, files),
      triggers: planTriggers(described, written?.triggers ?? [], input.target),
      fileTriggers: planFileTriggers(described, input.target),
    };
  });
  checkContents({ input, sources, specs });
  return specs;
}

function requireVersion({ description, version, release }: PackInput): void {
  try {
    parseEvr(`${version}-${release}`);
  } catch (cause) {
    if (!(cause instanceof RpmFormatError)) throw cause;
    throw new ReleaseError('RPM_PACKAGE_INVALID', `pack "${description.name}": ${cause.message}`, { exitStatus: 2, cause, hint: 'Give a version and a release of letters, digits and ". _ + ~ ^".' });
  }
}

type ComponentPart = Pick<PackageSpec, 'evr' | 'url' | 'vendor' | 'vcs' | 'distUrl' | 'sourceRpm' | 'timeSeconds' | 'changelog'>;

function describeComponent(input: PackInput): ComponentPart {
  const { description, version, release } = input;
  return {
    evr: { version, release },
    url: description.url,
    ...(input.vendor === '' ? {} : { vendor: input.vendor }),
    vcs: `git:${input.vcsUrl}#${input.commit}`,
    ...(input.distUrl === undefined ? {} : { distUrl: input.distUrl }),
    sourceRpm: `${description.name}-${version}-${release}.src.rpm`,
    timeSeconds: input.timeSeconds,
    changelog: [...(input.changelog ?? []), ...planChangelog(description)],
  };
}

