import type { Advisory } from '@bigpanda/rpm-format';
import { toAdvisoryPackage, yankNoticeId } from './advisory-package.ts';
import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { poolPath } from './layout.ts';
import { choosePackages } from './package-choice.ts';
import { formatNevra } from './publish-plan.ts';
import type { PackageEntry } from './package-entry.ts';
import { changeContent } from './snapshot-content.ts';

export interface YankOptions extends ChangeOptions {
  /** Names, or names with version and release, with or without the architecture. */
  readonly packages: readonly string[];
}

export interface YankResult extends ChangeResult {
  /** Each package with the path below the root where its bytes stay. */
  readonly yanked: readonly { readonly nevra: string; readonly path: string }[];
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
    const yanked = chosen.map(({ listed }) => ({ nevra: formatNevra(listed), path: poolPath(listed) }));
    const without = changeContent(content, { remove: chosen });
    const notices = chosen.map((entry) => describeYank(entry, options));
    const advisories = [...content.advisories.filter(({ id }) => notices.every((notice) => notice.id !== id)), ...notices];
    const result = await publishContent(channel, { action: 'yank', content: { ...without, advisories }, effects: { yanked: yanked.map(({ path }) => path) } });
    return { ...result, yanked };
  });
}

function describeYank(entry: PackageEntry, { record, config }: YankOptions): Advisory {
  const nevra = formatNevra(entry.listed);
  return {
    id: yankNoticeId(nevra),
    type: 'bugfix',
    severity: 'None',
    status: 'retracted',
    title: `${nevra} was taken back`,
    description: `${record.reason}\n\nThe package stays at ${poolPath(entry.listed)}`,
    from: config.vendor,
    issuedSeconds: entry.listed.buildTimeSeconds,
    references: [],
    packages: [toAdvisoryPackage(entry)],
  };
}
