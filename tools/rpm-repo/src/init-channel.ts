import { changeChannel, publishContent, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { emptyContent } from './snapshot-content.ts';

/**
 * Begins a channel: the public key and an empty snapshot, so that clients can be set up before the first package. Nothing changes where something was published.
 * @throws what `changeChannel` throws
 */
export async function initChannel(options: ChangeOptions): Promise<ChangeResult> {
  return changeChannel(options, async (channel) => {
    if (channel.pointer !== undefined) return { changed: false, snapshot: channel.pointer.snapshot };
    return publishContent(channel, { action: 'init', content: emptyContent(channel.codec) });
  });
}
