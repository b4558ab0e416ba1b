import { ReleaseError } from '@bigpanda/release-model';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult } from './channel-change.ts';

/**
 * Lets nothing change what a channel gives out until it is thawed; the reason stands in the record and in every refusal. Nothing changes where it is frozen already.
 * @throws ReleaseError `CHANNEL_EMPTY` (exit status 2), and what `changeChannel` throws
 */
export async function freezeChannel(options: ChangeOptions): Promise<ChangeResult> {
  const { publishedAt: frozenAt, publishedBy: frozenBy, reason } = options.record;
  return changeChannel(options, async (channel) => {
    const { pointer } = channel;
    if (pointer === undefined) throw new ReleaseError('CHANNEL_EMPTY', `freeze "${options.channel}": nothing was published to it for "${options.target}"`, { exitStatus: 2, hint: 'Publish first: an empty channel has nothing to keep.' });
    if (pointer.frozen !== undefined) return { changed: false, snapshot: pointer.snapshot };
    return moveChannel(channel, { action: 'freeze', next: { kind: 'present', snapshot: pointer.snapshot }, frozen: { frozenAt, frozenBy, reason } });
  }, 'taken');
}

/** Ends a freeze. Nothing changes where there is none. @throws what `changeChannel` throws */
export async function thawChannel(options: ChangeOptions): Promise<ChangeResult> {
  return changeChannel(options, async (channel) => {
    const { pointer } = channel;
    if (pointer?.frozen === undefined) return { changed: false, ...(pointer === undefined ? {} : { snapshot: pointer.snapshot }) };
    return moveChannel(channel, { action: 'thaw', next: { kind: 'present', snapshot: pointer.snapshot } });
  }, 'taken');
}
