import type { Command } from 'commander';
import { promoteChannel } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

interface PromoteFlags extends Omit<ChannelFlags, 'channel'> {
  readonly from: string;
  readonly to: string;
}

export function definePromoteCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo promote')
    .option('--from <channel>', 'channel whose snapshot is promoted', 'testing')
    .option('--to <channel>', 'channel that is to give it out', 'stable')
    .action(async (given: PromoteFlags) => {
      const flags = { ...given, channel: given.to };
      const result = await promoteChannel({ ...(await openChange(context, flags)), from: given.from });
      showChange(context, flags, { result, done: `it gives out what "${given.from}" does`, nothing: `"${given.to}" gives out what "${given.from}" does` });
    });
}
