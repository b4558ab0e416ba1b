import type { Advisory } from '@bigpanda/rpm-format';
import { toAdvisoryPackage, yankNoticeId } from './advisory-package.ts';
import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult, type OpenChannel } from './channel-change.ts';
import { listPointers } from './channel-pointer.ts';
import { readContent } from './content-reader.ts';
import { poolPath } from './layout.ts';
import { choosePackages } from './package-choice.ts';
import { formatNevra } from './publish-plan.ts';
import type { PackageEntry } from './package-entry.ts';
import { formatFollowCommand } from './rollback-packages.ts';
import { changeContent, findEntries } from './snapshot-content.ts';

export interface YankOptions extends ChangeOptions {
  /** Names, or names with version and release, with or without the architecture. */
  readonly packages: readonly string[];
}

export interface YankResult extends ChangeResult {
  /** Each package with the path below the root, and the URL, where its bytes stay. */
  readonly yanked: readonly { readonly nevra: string; readonly path: string; readonly url: string }[];
  /** Other channels of the target that give them out still. */
  readonly stillIn: readonly { readonly channel: string; readonly nevra: string }[];
  /** What a host types to leave what was taken back. */
  readonly hostCommand: string;
}

/**
 * Takes back packages that should not have been published: a new snapshot without them, and for each a retracted notice
 * with the reason of the record, which hosts that installed it see in `dnf updateinfo`. The bytes stay where they are, for ever.
 * @throws ReleaseError `PACKAGE_UNKNOWN`, and what `changeChannel` throws
 */
export async function yankPackages(options: YankOptions): Promise<YankResult> {
  return changeChannel(options, async (channel) => {
    const content = await openContent(channel);
    const chosen = choosePackages(content, options.packages);
    const yanked = chosen.map(({ listed }) => ({ nevra: formatNevra(listed), path: poolPath(listed), url: `${channel.baseUrl}/${poolPath(listed)}` }));
    const stillIn = await findElsewhere(channel, chosen);
    const without = changeContent(content, { remove: chosen });
    const notices = chosen.map((entry) => describeYank(entry, { ...options, baseUrl: channel.baseUrl }));
    const advisories = [...content.advisories.filter(({ id }) => notices.every((notice) => notice.id !== id)), ...notices];
    const result = await publishContent(channel, { action: 'yank', content: { ...without, advisories }, effects: { yanked: yanked.map(({ path }) => path) } });
    return { ...result, yanked, stillIn, hostCommand: formatFollowCommand(options.config, options.channel) };
  });
}

/** Where else the very packages are given out. */
async function findElsewhere({ files, options: { channel, target } }: OpenChannel, chosen: readonly PackageEntry[]): Promise<YankResult['stillIn']> {
  const found: { channel: string; nevra: string }[] = [];
  for (const pointer of (await listPointers(files)).filter((each) => each.target === target && each.channel !== channel)) {
    const content = await readContent(files, pointer.snapshot);
    const there = chosen.filter(({ listed }) => findEntries(content, listed.name).some((other) => other.listed.sha256 === listed.sha256));
    found.push(...there.map(({ listed }) => ({ channel: pointer.channel, nevra: formatNevra(listed) })));
  }
  return found;
}

function describeYank(entry: PackageEntry, { record, config, baseUrl }: YankOptions & { readonly baseUrl: string }): Advisory {
  const nevra = formatNevra(entry.listed);
  return {
    id: yankNoticeId(nevra),
    type: 'bugfix',
    severity: 'None',
    status: 'retracted',
    title: `${nevra} was taken back`,
    description: `${record.reason}\n\nThe package stays at ${baseUrl}/${poolPath(entry.listed)}`,
    from: config.vendor,
    issuedSeconds: entry.listed.buildTimeSeconds,
    references: [],
    packages: [toAdvisoryPackage(entry)],
  };
}
