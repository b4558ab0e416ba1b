import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A component whose newest packages a channel gives out no longer, because somebody took them back. */
export interface WithdrawnRelease {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly channel: string;
  readonly target: string;
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly by: string;
  readonly reason: string;
  /** Version and release of the newest package that hosts get instead; absent where there is none. */
  readonly instead?: string;
}

/** Those of the named components that were taken back from a channel of a repository and not released higher since; none where there is no repository. */
export async function readWithdrawn(root: string, names: readonly string[]): Promise<readonly WithdrawnRelease[]> {
  if (!existsSync(join(root, 'channels'))) return [];
  // Repositories are no matter of most plans.
  const { findWithdrawn, listChannels, listPackages } = await import('@bigpanda/rpm-repo');
  const found = await Promise.all((await listChannels(root)).map(async ({ channel, target }) => {
    const place = { channel, target };
    const withdrawn = (await findWithdrawn(root, place)).filter(({ package: { name } }) => names.includes(name));
    const given = withdrawn.length === 0 ? [] : await listPackages(root, place.channel, place.target);
    return withdrawn.map(({ package: { name, version, release }, record }): WithdrawnRelease => {
      const instead = given.findLast((each) => each.name === name);
      return { ...place, name, version, release, since: record.publishedAt, by: record.publishedBy, reason: record.reason, ...(instead === undefined ? {} : { instead: `${instead.version}-${instead.release}` }) };
    });
  }));
  return found.flat();
}

/** Since when and why, and what hosts get, in a sentence each. */
export function describeWithdrawn({ name, version, release, channel, target, since, by, reason, instead }: WithdrawnRelease): string {
  return `${name} ${version}-${release} was taken back from "${channel}" for ${target} at ${since} by ${by}: ${reason}. Hosts get ${instead ?? 'none'} until a higher version is released.`;
}
