import type { Command } from 'commander';
import { initChannel } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

export function addInitCommand(repo: Command, context: Context): void {
  addChannelFlags(repo.command('init').description('Begin a channel with the public key and no packages, so that clients can be set up'), 'bigpanda repo init')
    .option('--channel <channel>', 'channel to begin', 'testing')
    .action(async (flags: ChannelFlags) => {
      const result = await initChannel(await openChange(context, flags));
      showChange(context, flags, { result, done: 'it is there and empty', nothing: 'something was published to it already' });
    });
}
