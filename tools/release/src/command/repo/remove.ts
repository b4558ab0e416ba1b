import type { Command } from 'commander';
import { removePackages } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

export function defineRemoveCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo remove')
    .argument('<package...>', 'names, which mean all versions, or name-version-release')
    .requiredOption('--channel <channel>', 'channel to remove from')
    .action(async (packages: readonly string[], flags: ChannelFlags) => {
      const result = await removePackages({ ...(await openChange(context, flags)), packages });
      showChange(context, flags, { result, done: 'removed', nothing: 'there was nothing to remove', lines: result.removed });
    });
}
