import { ReleaseError, type PublishRecord, type RepoSnapshot } from '@bigpanda/release-model';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult, type OpenChannel } from './channel-change.ts';
import { parseRecord } from './json-record.ts';
import { layout } from './layout.ts';
import { readRecords } from './publish-record.ts';
import { findSnapshotId } from './repository-listing.ts';
import { formatFollowCommand } from './rollback-packages.ts';

/** What leaves a channel where it was. */
const standingActions: readonly PublishRecord['action'][] = ['collect', 'freeze', 'thaw'];

export interface RollbackOptions extends ChangeOptions {
  /** Serial or folder name of the snapshot to go back to; when absent, what the channel gave out before. */
  readonly to?: string;
}

export interface RollbackResult extends ChangeResult {
  /** What a host types to follow: it may have to go down in version, which `dnf upgrade` never does. */
  readonly hostCommand: string;
}

/**
 * Lets a channel give out an earlier snapshot again. Cost: the same for any size.
 * @throws ReleaseError `ROLLBACK_UNCLEAR`, `SNAPSHOT_UNKNOWN` (exit status 2), `REPOSITORY_DAMAGED`, and what `changeChannel` throws
 */
export async function rollbackChannel(options: RollbackOptions): Promise<RollbackResult> {
  return changeChannel(options, async (channel) => {
    const snapshot = await findEarlier(channel, options);
    const hostCommand = formatFollowCommand(options.config, options.channel);
    if (snapshot.digest === channel.pointer?.snapshot.digest) return { changed: false, snapshot, hostCommand };
    return { ...(await moveChannel(channel, { action: 'rollback', next: { kind: 'present', snapshot } })), hostCommand };
  });
}

async function findEarlier({ files }: OpenChannel, { channel, target, to }: RollbackOptions): Promise<RepoSnapshot> {
  if (to !== undefined) {
    const file = layout.record(target, await findSnapshotId(files, target, to));
    return parseRecord((await files.read(file)) ?? new Uint8Array(), file).snapshot;
  }
  const records = (await readRecords(files, target)).map(({ record }) => record);
  const last = records.filter((record) => record.channel === channel && !standingActions.includes(record.action) && record.number !== undefined).at(-1);
  const earlier = records.find(({ snapshot }) => snapshot.digest === last?.replaced)?.snapshot;
  if (earlier !== undefined && last?.action !== 'rollback') return earlier;
  throw new ReleaseError('ROLLBACK_UNCLEAR', `roll back "${channel}": ${last?.action === 'rollback' ? 'its last change was a rollback' : 'it gave out nothing before'}`, {
    exitStatus: 2,
    hint: 'Name the snapshot to go back to, as the log lists them.',
  });
}
