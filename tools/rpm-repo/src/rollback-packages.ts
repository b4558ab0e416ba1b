import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr } from '@bigpanda/rpm-format';
import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import type { PackageEntry } from './package-entry.ts';
import { formatNevra } from './publish-plan.ts';
import { changeContent, findEntries } from './snapshot-content.ts';

export interface RollbackPackagesOptions extends ChangeOptions {
  /** Names that belong together; the first one has to have an earlier version. */
  readonly names: readonly string[];
}

export interface RollbackPackagesResult extends ChangeResult {
  /** NEVRAs that went: the newest version of each name. */
  readonly removed: readonly string[];
  /** NEVRAs that are the newest now. */
  readonly restored: readonly string[];
  /** What a host types to follow. */
  readonly hostCommand: string;
}

/** What hosts of a channel type to follow it downwards, which `dnf upgrade` never does. */
export function formatFollowCommand({ name }: RepositoryConfig, channel: string): string {
  return `dnf --refresh distro-sync --disablerepo='*' --enablerepo=${name}-${channel}`;
}

/**
 * Takes the newest version of packages that belong together out of a channel, so that the one before it is the newest again.
 * @throws ReleaseError `ROLLBACK_IMPOSSIBLE` (exit status 3) where the channel has no version before, and what `changeChannel` throws
 */
export async function rollbackPackages(options: RollbackPackagesOptions): Promise<RollbackPackagesResult> {
  const hostCommand = formatFollowCommand(options.config, options.channel);
  return changeChannel(options, async (channel) => {
    const content = await openContent(channel);
    const [main = '', ...others] = options.names;
    const [entries, otherEntries] = [findEntries(content, main), others.flatMap((name) => findEntries(content, name))];
    const [newest, before] = listVersions(entries);
    if (newest === undefined || before === undefined) throw impossible(options.channel, main, newest);
    const isNewest = (entry: PackageEntry): boolean => sameVersion(entry, newest);
    const removed = [...entries, ...otherEntries].filter(isNewest);
    const restored = [...entries, ...otherEntries].filter((entry) => sameVersion(entry, before));
    const result = await publishContent(channel, { action: 'remove', content: changeContent(content, { remove: removed }) });
    return { ...result, removed: removed.map(({ listed }) => formatNevra(listed)), restored: restored.map(({ listed }) => formatNevra(listed)), hostCommand };
  });
}

/** One entry of each version, newest first. */
function listVersions(entries: readonly PackageEntry[]): readonly PackageEntry[] {
  const sorted = entries.toSorted((left, right) => compareEvr(right.listed, left.listed));
  return sorted.filter((entry, index) => index === 0 || compareEvr(entry.listed, sorted[index - 1]?.listed ?? entry.listed) !== 0);
}

/** Packages of one family are built with one version and release. */
function sameVersion(left: PackageEntry, right: PackageEntry): boolean {
  return compareEvr(left.listed, right.listed) === 0;
}

function impossible(channel: string, name: string, newest: PackageEntry | undefined): ReleaseError {
  const found = newest === undefined ? `"${channel}" has no package "${name}"` : `"${formatNevra(newest.listed)}" is the only version that "${channel}" has`;
  return new ReleaseError('ROLLBACK_IMPOSSIBLE', `roll back "${name}": ${found}`, { exitStatus: 3, hint: newest === undefined ? 'Name a component that the channel gives out: bigpanda repo list' : `Take it back altogether: bigpanda repo remove ${name} --channel ${channel}, or release a mended version.` });
}
