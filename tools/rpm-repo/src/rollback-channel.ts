import { ReleaseError, type PublishRecord, type RepoSnapshot } from '@bigpanda/release-model';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult, type OpenChannel } from './channel-change.ts';
import { snapshotId } from './layout.ts';
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
 * Lets a channel give out a snapshot again that it gave out before. Cost: the same for any size.
 * @throws ReleaseError `ROLLBACK_REFUSED` (exit status 3) for a snapshot that the channel never gave out, `ROLLBACK_UNCLEAR`, `SNAPSHOT_UNKNOWN` (exit status 2), `REPOSITORY_DAMAGED`, and what `changeChannel` throws
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
  const records = (await readRecords(files, target)).map(({ record }) => record);
  if (to !== undefined) return requireGivenOut(channel, await findSnapshotId(files, target, to), records);
  const last = records.filter((record) => record.channel === channel && !standingActions.includes(record.action) && record.number !== undefined).at(-1);
  const earlier = records.find(({ snapshot }) => snapshot.digest === last?.replaced)?.snapshot;
  if (earlier !== undefined && last?.action !== 'rollback') return earlier;
  throw new ReleaseError('ROLLBACK_UNCLEAR', `roll back "${channel}": ${last?.action === 'rollback' ? 'its last change was a rollback' : 'it gave out nothing before'}`, {
    exitStatus: 2,
    hint: 'Name the snapshot to go back to by --to, as bigpanda repo log lists them.',
  });
}

/** What a channel never gave out went through nothing that a promotion asks for. */
function requireGivenOut(channel: string, id: string, records: readonly PublishRecord[]): RepoSnapshot {
  const own = records.find((record) => record.channel === channel && snapshotId(record.snapshot) === id);
  if (own !== undefined) return own.snapshot;
  const given = [...new Set(records.filter((record) => record.channel === channel).map((record) => `"${snapshotId(record.snapshot)}"`))];
  throw new ReleaseError('ROLLBACK_REFUSED', `roll back "${channel}": it never gave out "${id}"; it gave out ${given.length === 0 ? 'nothing' : given.slice(-5).join(', ')}; nothing was changed`, {
    exitStatus: 3,
    hint: 'Name one that the channel gave out before; to let it give out another one: bigpanda repo promote',
  });
}
