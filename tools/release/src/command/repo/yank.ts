import type { Command } from 'commander';
import { yankPackages, type YankResult } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';

export function defineYankCommand(command: Command, context: Context): void {
  addChannelFlags(command)
    .argument('<package...>', 'names, which mean all versions, or name-version-release')
    .requiredOption('--channel <channel>', 'channel to take them from')
    .action(async (packages: readonly string[], flags: ChannelFlags) => {
      const result = await yankPackages({ ...(await openChange(context, flags)), packages });
      showChange(context, flags, { result, done: 'taken back', nothing: 'there was nothing to take back', lines: describe(result) });
    });
}

function describe({ yanked, stillIn, hostCommand }: YankResult): readonly string[] {
  return [
    ...yanked.map(({ nevra, url }) => `${nevra}, which stays at ${url}`),
    `Hosts that have it read why with: dnf updateinfo info --installed; they leave it with: ${hostCommand}`,
    ...stillIn.map(({ nevra, channel }) => `"${channel}" still gives out ${nevra}: bigpanda repo yank ${nevra} --channel ${channel} --reason TEXT`),
  ];
}
