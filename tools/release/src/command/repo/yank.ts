import type { Command } from 'commander';
import { yankPackages } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

export function defineYankCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'it should not have been published')
    .argument('<package...>', 'names, which mean all versions, or name-version-release')
    .requiredOption('--channel <channel>', 'channel to take them from')
    .action(async (packages: readonly string[], flags: ChannelFlags) => {
      const result = await yankPackages({ ...(await openChange(context, flags)), packages });
      showChange(context, flags, { result, done: 'taken back', nothing: 'there was nothing to take back', lines: result.yanked.map(({ nevra, path }) => `${nevra}, which stays at ${path}`) });
    });
}
