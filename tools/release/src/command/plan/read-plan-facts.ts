import { resolve } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { openLedger, openManifestFolder, readPayloads, type PlannableRepository, type RepositoryPlanOptions } from '@bigpanda/tagger';
import type { Context } from '../../context.ts';
import type { PlanFactFlags } from './plan-facts.ts';

/** Reads what the options name, in the shape that the planner takes. */
export async function readPlanFacts(repository: PlannableRepository, { branch, evidence, released, repo }: PlanFactFlags, { workingFolder }: Pick<Context, 'workingFolder'>): Promise<Omit<RepositoryPlanOptions, 'kind'>> {
  const at = (path: string): string => resolve(workingFolder, path);
  const onBranch = branch === undefined ? {} : { branch };
  return {
    ...onBranch,
    ...(evidence === undefined ? {} : { payloads: await readPayloads(repository, { now: openManifestFolder(at(evidence)), then: released === undefined ? await openLedger(repository.position) : openManifestFolder(at(released)), ...onBranch }) }),
    ...(repo === undefined ? {} : { published: await readPublished(at(repo), repository) }),
  };
}

/** Versions of the components in all channels of a repository, by RPM name. @throws ReleaseError `REPOSITORY_EMPTY` */
async function readPublished(root: string, { components }: PlannableRepository): Promise<Map<string, string[]>> {
  // Repositories are no matter of most plans.
  const { listChannels, listPackages } = await import('@bigpanda/rpm-repo');
  const published = new Map(components.map(({ name }): [string, string[]] => [name, []]));
  const channels = await listChannels(root);
  if (channels.length === 0) throw new ReleaseError('REPOSITORY_EMPTY', `plan after what is published: "${root}" has no channel`, { exitStatus: 2, hint: 'Name the folder of a repository, such as build/repo.' });
  for (const { channel, target } of channels) {
    for (const { name, version } of await listPackages(root, channel, target)) published.get(name)?.push(version);
  }
  return published;
}
