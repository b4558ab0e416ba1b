import { existsSync } from 'node:fs';
import { listChannels, listPackages } from '@bigpanda/rpm-repo';
import type { RepositoryConfig } from '@bigpanda/release-model';
import { isGivenOut, type GivenPackage } from './find-release.ts';
import type { LedgerComponent } from './ledger-record.ts';

/** What the channels of a repository give out, as `<channel>` or `<channel> for <target>` where there are several targets; nothing where there is no repository. */
export async function readGivenPackages(root: string, { channels, targets }: RepositoryConfig): Promise<ReadonlyMap<string, readonly GivenPackage[]>> {
  if (!existsSync(root)) return new Map();
  const pointers = (await listChannels(root)).filter(({ channel }) => Object.hasOwn(channels, channel));
  return new Map(await Promise.all(pointers.map(async ({ channel, target }): Promise<[string, readonly GivenPackage[]]> => [targets.length === 1 ? channel : `${channel} for ${target}`, await listPackages(root, channel, target)])));
}

/** The channels that give a release out, or a later one. */
export function listGiving(given: ReadonlyMap<string, readonly GivenPackage[]>, component: LedgerComponent): readonly string[] {
  return [...given].filter(([, listed]) => isGivenOut(component, listed)).map(([channel]) => channel);
}
