import type { Command } from 'commander';
import { initChannel } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

export function defineInitCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo init')
    .option('--channel <channel>', 'channel to begin', 'testing')
    .action(async (flags: ChannelFlags) => {
      const result = await initChannel(await openChange(context, flags));
      showChange(context, flags, { result, done: 'it is there and empty', nothing: 'it was begun already' });
    });
}
