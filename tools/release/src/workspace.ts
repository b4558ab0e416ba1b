import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfiguration, ReleaseError, repositoryConfigSchema, type ReleasePlan, type RepositoryConfig } from '@bigpanda/release-model';
import { findComponents, openRepository, planRepository, readGit, type Component } from '@bigpanda/tagger';

const configFile = 'repo-config/repository.json';

/** A checkout whose components can be planned, built and published. */
export interface Workspace {
  /** Absolute path. */
  readonly root: string;
  readonly config: RepositoryConfig;
  readonly components: readonly Component[];
}

export interface PlannedWorkspace extends Workspace {
  readonly plan: ReleasePlan;
}

/** The workspace around a folder, its configuration and components checked. */
export async function openWorkspace(workingFolder: string): Promise<Workspace> {
  const root = await readTopLevel(workingFolder);
  const config = await readConfig(root);
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

/** Absolute path of the checkout around a folder. */
export async function readTopLevel(workingFolder: string): Promise<string> {
  return (await readGit(workingFolder, ['rev-parse', '--show-toplevel'])).trim();
}

async function readConfig(root: string): Promise<RepositoryConfig> {
  const text = await readFile(join(root, configFile), 'utf8').catch((cause: unknown) => {
    throw new ReleaseError('CONFIG_MISSING', `read the configuration: "${configFile}" cannot be read`, { exitStatus: 2, cause, hint: 'Run it in a clone of the workspace, or write the file; docs/repository.md shows one.' });
  });
  return parseConfiguration(repositoryConfigSchema, { text, file: configFile, code: 'CONFIG_INVALID', what: 'read the configuration' });
}
