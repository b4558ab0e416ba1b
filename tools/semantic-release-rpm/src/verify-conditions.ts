import { openSigning } from '@bigpanda/release';
import { openContext, type PluginContext } from './plugin-context.ts';
import { chooseChannel } from './plugin-options.ts';
import { openProject } from './plugin-project.ts';

/** Step of semantic-release, before anything is decided: the component, the configuration, the channels and the signing key are there. */
export async function verifyConditions(options: unknown, context: PluginContext): Promise<void> {
  const project = await openProject(options, context);
  for (const channel of ['latest', ...Object.keys(project.options.channels)]) chooseChannel(project.options, project.workspace.config, { nextRelease: { version: '', gitTag: '', gitHead: '', channel } });
  await openSigning(project.workspace, openContext(context));
}
