import { ReleaseError, type PublishRecord, type RepoSnapshot } from '@bigpanda/release-model';
import { requireChannel } from './channel-choice.ts';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult, type OpenChannel } from './channel-change.ts';
import { readPointer } from './channel-pointer.ts';
import { readAdvisories } from './content-reader.ts';
import { requirePooled } from './pooled-packages.ts';
import { requireMatrix, type MatrixRule } from './matrix/matrix-rule.ts';
import { storeMatrix } from './matrix/stored-matrix.ts';
import { listLostNotices, type NoticeName } from './snapshot-difference.ts';
import { readSnapshotRepomd } from './snapshot-reader.ts';

export interface PromoteOptions extends ChangeOptions {
  /** Channel whose snapshot `channel` is to give out. */
  readonly from: string;
  /** The snapshot that is promoted, of those that `from` gave out; the one it gives out now when absent. */
  readonly snapshot?: RepoSnapshot;
  /** The upgrade matrix that the promotion has to hold to; none when absent. */
  readonly matrix?: MatrixRule;
}

export interface PromoteResult extends ChangeResult {
  /** Notices that the channel has and the promoted snapshot has not: hosts do not find them any more. */
  readonly lostNotices: readonly NoticeName[];
}

/**
 * Lets a channel give out what another one does: the same snapshot, byte for byte. Cost: that of what is new to the channel.
 * Refused when a package that it would bring is not in the pool as the snapshot lists it.
 * @throws ReleaseError `CHANNEL_EMPTY` (exit status 2), `PROMOTE_REFUSED`, `MATRIX_OUTDATED` (exit status 3), `REPOSITORY_DAMAGED`, and what `changeChannel` throws
 */
export async function promoteChannel(options: PromoteOptions): Promise<PromoteResult> {
  const { config, from, target, matrix } = options;
  requireChannel(config, from, target);
  return changeChannel(options, async (channel) => {
    const source = options.snapshot ?? (await readPointer(channel.files, from, target))?.snapshot;
    if (source === undefined) {
      throw new ReleaseError('CHANNEL_EMPTY', `promote to "${options.channel}": nothing was published to "${from}" for "${target}"`, { exitStatus: 2, hint: `Publish to "${from}" first.` });
    }
    if (source.digest === channel.pointer?.snapshot.digest) return { changed: false, snapshot: source, lostNotices: [] };
    await requirePooled(channel.files, { source, destination: channel.pointer?.snapshot, channel: options.channel });
    const effects = matrix === undefined ? {} : { matrix: await settleMatrix(channel, matrix, source) };
    if (matrix !== undefined) requireMatrix(matrix, { source, destination: channel.pointer?.snapshot, channel: options.channel });
    const lostNotices = await findLostNotices(channel, source);
    return { ...(await moveChannel(channel, { action: 'promote', next: { kind: 'present', snapshot: source }, effects })), lostNotices };
  });
}

async function findLostNotices({ files, pointer }: OpenChannel, source: RepoSnapshot): Promise<readonly NoticeName[]> {
  if (pointer === undefined) return [];
  const read = async (snapshot: RepoSnapshot) => readAdvisories(files, snapshot, await readSnapshotRepomd(files, snapshot));
  return listLostNotices(await read(pointer.snapshot), await read(source));
}

/** Stores a result beside the snapshot, whatever it says, and gives what the record is to say of it. */
async function settleMatrix({ files, options }: OpenChannel, rule: MatrixRule, snapshot: RepoSnapshot): Promise<NonNullable<PublishRecord['matrix']>> {
  if (rule.kind === 'waived') return { verdict: 'waived' };
  const { result } = rule;
  if (options.dryRun === true || result.snapshot !== snapshot.digest) return { verdict: result.verdict };
  return { verdict: result.verdict, sha256: await storeMatrix(files, { snapshot, result, signer: options.signer }) };
}
