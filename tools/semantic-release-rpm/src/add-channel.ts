import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { listChannels, listPackages, poolPath } from '@bigpanda/rpm-repo';
import { rpmVersion } from '@bigpanda/tagger';
import { openContext, type PluginContext } from './plugin-context.ts';
import { chooseChannel } from './plugin-options.ts';
import { openProject, type PluginProject } from './plugin-project.ts';
import { publishPackages, type PublishedRelease } from './publish-packages.ts';
import { requireRelease } from './required-release.ts';

/** Step of semantic-release for a release that another branch gets too: its channel gives out the very packages that the first one does. */
export async function addChannel(options: unknown, context: PluginContext): Promise<PublishedRelease> {
  const [project, release] = [await openProject(options, context), requireRelease(context)];
  const version = rpmVersion(release.version);
  const byTarget = new Map(await Promise.all(project.workspace.config.targets.map(async ({ name }) => [name, await findPublished(project, name, version)] as const)));
  if ([...byTarget.values()].some((files) => files.length === 0)) {
    throw new ReleaseError('PACKAGE_MISSING', `add ${release.gitTag} to a channel: no channel of "${project.repository}" has ${project.component.name} ${version}`, { hint: 'Bring the repository that it was published to, as docs/ci.md shows.' });
  }
  return publishPackages(project, { byTarget, channel: chooseChannel(project.options, project.workspace.config, context), release, context: openContext(context) });
}

/** The files of a version in the pool, whichever channel gives them out. */
async function findPublished({ repository, component: { name, description } }: PluginProject, target: string, version: string): Promise<string[]> {
  const names = [name, ...description.subpackages.map((one) => one.name)];
  const channels = (await listChannels(repository)).filter((one) => one.target === target);
  const lists = await Promise.all(channels.map(({ channel }) => listPackages(repository, channel, target)));
  const found = lists.flat().filter((one) => names.includes(one.name) && one.version === version);
  return [...new Set(found.map((one) => join(repository, poolPath(one))))].sort();
}
