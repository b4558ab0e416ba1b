import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { collectGarbage } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { count } from '../../view/count.ts';
import { formatSize } from '../../view/table.ts';
import { addChannelFlags, openChange, type ChannelFlags } from './change-options.ts';

export function defineGcCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo gc')
    .action(async (flags: Omit<ChannelFlags, 'channel'>) => {
      const change = await openChange(context, { ...flags, channel: '' });
      const result = await collectGarbage({ ...change, nowSeconds: Math.floor(context.now().getTime() / 1000) });
      if (flags.json === true) context.write(canonicalJson(result));
      else if (!result.changed) context.write('Nothing changed: everything is needed.\n');
      else {
        const counts = [count(result.snapshots.length, 'snapshot'), `${count(result.packages.length, 'package')}${result.packages.length === 0 ? '' : ` of ${formatSize(result.freedBytes)}`}`].join(' and ');
        context.write([`${flags.dryRun === true ? 'Would remove' : 'Removed'} ${counts}:`, ...[...result.snapshots, ...result.packages].map((path) => `  ${path}`), ''].join('\n'));
      }
    });
}
