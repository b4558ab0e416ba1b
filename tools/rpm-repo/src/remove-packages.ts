import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { choosePackages } from './package-choice.ts';
import { formatNevra } from './publish-plan.ts';
import { changeContent } from './snapshot-content.ts';

export interface RemoveOptions extends ChangeOptions {
  /** Names, or names with version and release, with or without the architecture. */
  readonly packages: readonly string[];
}

export interface RemoveResult extends ChangeResult {
  /** NEVRAs that went. */
  readonly removed: readonly string[];
}

/**
 * Takes packages out of a channel: a new snapshot without them. Older snapshots still list them.
 * @throws ReleaseError `PACKAGE_UNKNOWN`, and what `changeChannel` throws
 */
export async function removePackages(options: RemoveOptions): Promise<RemoveResult> {
  return changeChannel(options, async (channel) => {
    const content = await openContent(channel);
    const chosen = choosePackages(content, options.packages);
    const result = await publishContent(channel, { action: 'remove', content: changeContent(content, { remove: chosen }) });
    return { ...result, removed: chosen.map(({ listed }) => formatNevra(listed)) };
  });
}
