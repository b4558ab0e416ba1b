import type { Command } from 'commander';
import { ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import { compareSnapshots, readChannel, rollbackChannel, snapshotId } from '@bigpanda/rpm-repo';
import type { Context } from '../../context.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags, type OpenedChange } from './change-options.ts';

interface RollbackFlags extends ChannelFlags {
  readonly to?: string;
}

export function defineRollbackCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo rollback')
    .requiredOption('--channel <channel>', 'channel to roll back')
    .option('--to <snapshot>', 'serial or folder name of a snapshot that the channel gave out before (default: the one before; after a rollback it has to be named)')
    .action(async (flags: RollbackFlags) => {
      const change = await openChange(context, flags);
      const before = (await readChannel(change.root, change.channel, change.target))?.snapshot;
      const result = await rollbackChannel({ ...change, ...(flags.to === undefined ? {} : { to: flags.to }) });
      const stranded = await listStranded(change, before, result.next ?? result.snapshot);
      const shown = { ...result, stranded };
      const lines = [result.hostCommand, ...(stranded.length === 0 ? [] : [`and, because that leaves what the snapshot does not have: dnf remove ${stranded.join(' ')}`])];
      showChange(context, flags, { result: shown, done: 'it gives out again what it gave out before. Hosts follow with:', nothing: 'it gives out that snapshot already', lines });
    });
}

/** Names that stay installed on hosts although the channel does not offer them any more. */
async function listStranded({ root, config, target }: OpenedChange, before: RepoSnapshot | undefined, after: RepoSnapshot | undefined): Promise<readonly string[]> {
  if (before === undefined || after === undefined) return [];
  try {
    return (await compareSnapshots(root, { config, target, from: snapshotId(before), to: snapshotId(after) })).removed;
  } catch (error) {
    // A channel may be rolled back because what it gave out is damaged; the rollback is done.
    if (error instanceof ReleaseError) return [];
    throw error;
  }
}
