import { ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { findComponents, openRepository, planRepository, type Component } from '@bigpanda/tagger';
import { openConfiguration, readConfig, type Configuration } from './configuration.ts';

/** A checkout whose components can be planned, built and published. */
export interface Workspace extends Configuration {
  readonly components: readonly Component[];
}

export interface PlannedWorkspace extends Workspace {
  readonly plan: ReleasePlan;
}

/** The workspace around a folder, its configuration and components checked. */
export async function openWorkspace(workingFolder: string): Promise<Workspace> {
  const { root, config } = await openConfiguration(workingFolder);
  return { root, config, components: await findComponents({ workspaceRoot: root, sharedInputs: config.sharedInputs }) };
}

/** The workspace around a folder with the versions of everything in it at this commit, as `bigpanda plan --snapshot` shows them. */
export async function planWorkspace(workingFolder: string): Promise<PlannedWorkspace> {
  const repository = await openRepository(workingFolder);
  const { root } = repository.position;
  const config = repository.config ?? await readConfig(root);
  if (repository.components.some((component) => component.root === '')) {
    throw new ReleaseError('RPM_JSON_AT_ROOT', 'plan the workspace: "rpm.json" stands at the root of the workspace, where it can be planned but not built', { exitStatus: 2, hint: 'Move the component into a folder of its own.' });
  }
  return { root, config, components: repository.components, plan: await planRepository(repository, { kind: 'snapshot' }) };
}
