import { listCertificates, openSigning, type Context } from '@bigpanda/release';
import { publish } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import type { PluginRelease } from './plugin-context.ts';
import type { PluginProject } from './plugin-project.ts';

/** What semantic-release keeps and tells of a release. */
export interface PublishedRelease {
  readonly name: string;
  readonly url: string;
  readonly channel: string;
}

export interface Publishing {
  /** RPM files by the target that they are for. */
  readonly byTarget: ReadonlyMap<string, readonly string[]>;
  /** Channel of the repository. */
  readonly channel: string;
  readonly release: PluginRelease;
  readonly context: Context;
}

/** Publishes packages to a channel; what it has already stays as it is. */
export async function publishPackages({ workspace: { root: workspaceRoot, config }, repository }: PluginProject, { byTarget, channel, release, context }: Publishing): Promise<PublishedRelease> {
  const { signers: { signer }, keys } = await openSigning({ root: workspaceRoot, config }, context);
  for (const [target, packages] of byTarget) {
    const record = { publishedAt: context.now().toISOString(), publishedBy: context.user, reason: `semantic-release ${release.gitTag}`, commit: release.gitHead };
    const { added } = await publish({ root: repository, workspaceRoot, channel, target, packages, signer, keys, config, record, verifier: await createVerifier(listCertificates(keys)) });
    context.write(`Channel "${channel}" for ${target}: ${added.length === 0 ? 'has them already' : added.join(', ')}`);
  }
  return { name: `RPM repository, channel ${channel}`, url: config.channels[channel]?.baseUrl ?? '', channel };
}
