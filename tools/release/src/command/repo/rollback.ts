import type { Command } from 'commander';
import { rollbackChannel } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

interface RollbackFlags extends ChannelFlags {
  readonly to?: string;
}

export function defineRollbackCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo rollback')
    .requiredOption('--channel <channel>', 'channel to roll back')
    .option('--to <snapshot>', 'serial or folder name of the snapshot (default: what the channel gave out before)')
    .action(async (flags: RollbackFlags) => {
      const result = await rollbackChannel({ ...(await openChange(context, flags)), ...(flags.to === undefined ? {} : { to: flags.to }) });
      showChange(context, flags, { result, done: 'it gives out an earlier snapshot. Hosts follow with:', nothing: 'it gives out that snapshot already', lines: [result.hostCommand] });
    });
}
