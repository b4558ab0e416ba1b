import { join, resolve } from 'node:path';
import { openWorkspace, readGitTime, type Workspace } from '@bigpanda/release';
import { ReleaseError, type PlannedComponent } from '@bigpanda/release-model';
import { rpmVersion, type Component } from '@bigpanda/tagger';
import type { PluginContext, PluginRelease } from './plugin-context.ts';
import { parseOptions, type PluginOptions } from './plugin-options.ts';

/** A project that semantic-release releases as one package. */
export interface PluginProject {
  readonly options: PluginOptions;
  readonly workspace: Workspace;
  readonly component: Component;
  /** Absolute path of the repository. */
  readonly repository: string;
}

/** The project around a folder with its one component. @throws ReleaseError `COMPONENT_UNKNOWN`, `PLUGIN_OPTIONS_INVALID`, and as `openWorkspace` */
export async function openProject(value: unknown, { cwd }: PluginContext): Promise<PluginProject> {
  const [options, workspace] = [parseOptions(value), await openWorkspace(cwd)];
  const found = workspace.components.filter(({ name }) => options.component === undefined || options.component === name);
  const [component] = found;
  if (component === undefined || found.length > 1) {
    throw new ReleaseError('COMPONENT_UNKNOWN', `choose a component: ${options.component === undefined ? 'several folders have an rpm.json' : `none is called "${options.component}"`}; there are ${workspace.components.map(({ name }) => name).join(', ')}`, { exitStatus: 2, hint: 'Name one as "component" in the options of @bigpanda/semantic-release-rpm, or release them by bigpanda release.' });
  }
  return { options, workspace, component, repository: resolve(workspace.root, options.repository) };
}

/** Folder of the packages of a release until they are published. */
export function packageFolder({ workspace }: PluginProject): string {
  return join(workspace.root, 'build/rpms');
}

/** What is packed: the component at the commit that is released. */
export async function planRelease({ workspace, component: { name, root } }: PluginProject, { version, gitHead, gitTag }: PluginRelease): Promise<PlannedComponent> {
  return { name, root, nextVersion: version, version: rpmVersion(version), releaseTag: gitTag, bump: 'none', commits: 0, commit: gitHead, timeSeconds: await readGitTime(workspace.root, gitHead), reasons: [] };
}
