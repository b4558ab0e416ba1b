import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openContext, type PluginContext } from './plugin-context.ts';
import { chooseChannel } from './plugin-options.ts';
import { openProject, packageFolder } from './plugin-project.ts';
import { publishPackages, type PublishedRelease } from './publish-packages.ts';
import { requireRelease } from './required-release.ts';

/** Step of semantic-release, after the tag: one new snapshot of the channel with the packages. One that was cut off can be repeated. */
export async function publish(options: unknown, context: PluginContext): Promise<PublishedRelease> {
  const project = await openProject(options, context);
  const folder = packageFolder(project);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.rpm')).sort();
  const byTarget = new Map(project.workspace.config.targets.map(({ name }) => [name, files.filter((file) => file.includes(`.${name}.`)).map((file) => join(folder, file))]));
  return publishPackages(project, { byTarget, channel: chooseChannel(project.options, project.workspace.config, context), release: requireRelease(context), context: openContext(context) });
}
