import { posix } from 'node:path';
import { findUnknownTargets, ReleaseError, type ReleasePlan, type RepositoryConfig } from '@bigpanda/release-model';
import { findComponents, isComponent, openRepository, planRepository, type Component, type PlannableRepository } from '@bigpanda/tagger';
import { openConfiguration, readConfig, type Configuration } from './configuration.ts';
import { defaultConfig, listTargetNames } from './default-config.ts';

/** A checkout whose components can be planned, built and published. */
export interface Workspace extends Configuration {
  /** Whether it has a configuration; in a repository that has none, components can be packed with what holds by default. */
  readonly isConfigured: boolean;
  readonly components: readonly Component[];
}

export interface PlannedWorkspace extends Workspace {
  readonly plan: ReleasePlan;
}

/** The workspace around a folder, its configuration and components checked. */
export async function openWorkspace(workingFolder: string): Promise<Workspace> {
  const { root, config } = await openConfiguration({ workingFolder });
  const components = await findComponents({ workspaceRoot: root, sharedInputs: config.sharedInputs });
  requireKnownTargets(components, config);
  return { root, config, isConfigured: true, components };
}

export interface PlanWorkspaceOptions {
  /** Whether a repository without a configuration will do. */
  readonly mayBeUnconfigured?: boolean;
  /** Of a repository without a configuration. */
  readonly target?: string | undefined;
}

/** The workspace around a folder with the versions of everything in it at this commit, as `bigpanda plan --snapshot` shows them. */
export async function planWorkspace(workingFolder: string, { mayBeUnconfigured = false, target }: PlanWorkspaceOptions = {}): Promise<PlannedWorkspace> {
  const repository = await openRepository(workingFolder);
  const isConfigured = repository.config !== undefined || !mayBeUnconfigured;
  if (isConfigured && repository.components.some((unit) => isComponent(unit) && unit.root === '')) {
    throw new ReleaseError('RPM_JSON_AT_ROOT', 'plan the workspace: "rpm.json" stands at the root of the workspace, where it can be planned but not built', { exitStatus: 2, hint: 'Move the component into a folder of its own.' });
  }
  return { ...await describeWorkspace(repository, isConfigured, target), plan: await planRepository(repository, { kind: 'snapshot' }) };
}

/** The workspace around a folder, or a repository without a configuration, of which components can be packed for a target. */
export async function openAnyWorkspace(workingFolder: string, target?: string): Promise<Workspace> {
  const repository = await openRepository(workingFolder);
  return describeWorkspace(repository, repository.config !== undefined, target);
}

async function describeWorkspace({ position: { root }, config: own, components: units }: PlannableRepository, isConfigured: boolean, target: string | undefined): Promise<Workspace> {
  const components = units.filter(isComponent);
  const config = own ?? (isConfigured ? await readConfig(root) : defaultConfig(components[0]?.description.url ?? '', target));
  requireKnownTargets(components, config);
  return { root, config, isConfigured, components };
}

/**
 * Refuses names of targets in an rpm.json that are those of no target.
 * @throws ReleaseError `TARGET_UNKNOWN` with all of them
 */
export function requireKnownTargets(components: readonly Pick<Component, 'root' | 'description'>[], config: RepositoryConfig): void {
  const known = listTargetNames(config);
  const problems = components.flatMap(({ root, description }) => findUnknownTargets(description, posix.join(root, 'rpm.json'), known));
  if (problems.length === 0) return;
  throw new ReleaseError('TARGET_UNKNOWN', `read the components: names of targets that there are not: ${problems.length}`, {
    exitStatus: 2,
    problems,
    hint: 'Correct each name, or add its target to repo-config/repository.json.',
  });
}
