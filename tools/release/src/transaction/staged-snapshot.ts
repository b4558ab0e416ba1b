import type { PublishAction, RepoSnapshot } from '@bigpanda/release-model';
import { listRecords, type ChangeOptions } from '@bigpanda/rpm-repo';
import type { ReleaseScene } from './release-scene.ts';

/** What every change of the repository is given; the record states the release's own time, so that it is the same whenever a step runs. */
export async function openRepositoryChange(scene: ReleaseScene, { target, channel, what }: { readonly target: string; readonly channel: string; readonly what: string }): Promise<ChangeOptions> {
  const { order } = scene;
  const { signers: { signer }, keys } = await scene.signing();
  return {
    root: scene.repository, channel, target, signer, keys,
    config: await scene.config(),
    record: { publishedAt: order.begunAt, publishedBy: order.runBy, reason: `${what} ${scene.id}: ${order.reason}`, commit: await scene.commit() },
  };
}

/** The snapshot that a step of this release left for a target, as its record in the repository says; absent where there is none. */
export async function findOwnSnapshot(scene: ReleaseScene, { target, channel, what, actions }: { readonly target: string; readonly channel: string; readonly what: string; readonly actions: readonly PublishAction[] }): Promise<RepoSnapshot | undefined> {
  const records = await listRecords(scene.repository, target);
  return records.find((record) => record.channel === channel && actions.includes(record.action ?? 'add') && record.reason.startsWith(`${what} ${scene.id}: `))?.snapshot;
}
