import { ReleaseError } from '@bigpanda/release-model';
import { requireChannel } from './channel-choice.ts';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { readPointer } from './channel-pointer.ts';

export interface PromoteOptions extends ChangeOptions {
  /** Channel whose snapshot `channel` is to give out. */
  readonly from: string;
}

/**
 * Lets a channel give out what another one does: the same snapshot, byte for byte. Cost: the same for any size.
 * @throws ReleaseError `CHANNEL_EMPTY` (exit status 2), `REPOSITORY_DAMAGED`, and what `changeChannel` throws
 */
export async function promoteChannel(options: PromoteOptions): Promise<ChangeResult> {
  const { config, from, target } = options;
  requireChannel(config, from, target);
  return changeChannel(options, async (channel) => {
    const source = await readPointer(channel.files, from, target);
    if (source === undefined) {
      throw new ReleaseError('CHANNEL_EMPTY', `promote to "${options.channel}": nothing was published to "${from}" for "${target}"`, { exitStatus: 2, hint: `Publish to "${from}" first.` });
    }
    if (source.snapshot.digest === channel.pointer?.snapshot.digest) return { changed: false, snapshot: source.snapshot };
    return moveChannel(channel, { action: 'promote', next: { kind: 'present', snapshot: source.snapshot } });
  });
}
