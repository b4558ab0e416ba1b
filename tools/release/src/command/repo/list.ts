import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { listChannels, listLostChannels, listPackages, requireChannel, requireRepository, snapshotId, type ChannelPointer } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { listPackageRows } from '../../view/package-rows.ts';
import { renderTable } from '../../view/table.ts';

interface ListedChannel extends Pick<ChannelPointer, 'channel' | 'target' | 'frozen'> {
  /** Folder name. */
  readonly snapshot: string;
  readonly packages: Awaited<ReturnType<typeof listPackages>>;
}

interface ListOptions {
  readonly channel?: string;
  readonly repo?: string;
  readonly json?: true;
}

export function defineListCommand(command: Command, context: Context): void {
  command
    .option('--channel <channel>', 'only this channel')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the result as JSON')
    .action(async (options: ListOptions) => {
      const workspace = await openConfiguration(context);
      const root = repositoryFolder(workspace, context, options.repo);
      requireRepository(root);
      if (options.channel !== undefined) requireChannel(workspace.config, options.channel, workspace.config.targets[0]?.name ?? '');
      for (const { channel, target } of await listLostChannels(root)) context.writeError(`warning: the pointer of "${channel}" for ${target} is lost; mend it with: bigpanda repo verify --repair\n`);
      const pointers = (await listChannels(root)).filter((pointer) => options.channel === undefined || pointer.channel === options.channel);
      const channels = await Promise.all(pointers.map(async ({ channel, target, snapshot, frozen }) => ({ channel, target, snapshot: snapshotId(snapshot), ...(frozen === undefined ? {} : { frozen }), packages: await listPackages(root, channel, target) })));
      if (options.json === true) context.write(canonicalJson({ channels }));
      else if (channels.length === 0) context.write('Nothing is published yet. Publish with: bigpanda snapshot\n');
      else context.write(channels.map(renderChannel).join('\n'));
    });
}

function renderChannel({ channel, target, snapshot, frozen, packages }: ListedChannel): string {
  const head = `${channel} ${target}, snapshot ${snapshot}${frozen === undefined ? '' : `, frozen by ${frozen.frozenBy}: ${frozen.reason}`}`;
  const rows = listPackageRows(packages);
  return `${head}\n${rows.length === 0 ? '  no packages' : renderTable(rows)}\n`;
}
