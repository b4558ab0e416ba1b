import type { PlannedComponent, Target } from '@bigpanda/release-model';
import type { PlannedWorkspace } from '../workspace.ts';

/** A package that a plan leads to, before it is built. */
export interface ExpectedPackage {
  readonly component: PlannedComponent;
  readonly target: Target;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

/** Every package that a plan leads to for a target, sorted by name. */
export function expectPackages(workspace: PlannedWorkspace, target: Target): ExpectedPackage[] {
  const packages = workspace.plan.components.flatMap((planned) => {
    const description = workspace.components.find((component) => component.name === planned.name)?.description;
    if (description === undefined) return [];
    return [description, ...description.subpackages].map(({ name, arch = description.arch }) => ({
      component: planned,
      target,
      name,
      version: planned.version,
      release: releaseNumber(target),
      arch,
    }));
  });
  return packages.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The release number of a build of a version for a target: `1.el9` for the first. */
export function releaseNumber(target: Target, build = 1): string {
  return `${build}.${target.name}`;
}

/** Name, version, release and architecture as rpm writes them. */
export function nevraOf(one: Pick<ExpectedPackage, 'name' | 'version' | 'release' | 'arch'>): string {
  return `${one.name}-${one.version}-${one.release}.${one.arch}`;
}
