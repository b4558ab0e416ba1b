import { canonicalDigest, ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import { publish, readChannel } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import { listCertificates } from '../../pipeline/open-signing.ts';
import { listPaths, requirePacked } from '../packed-files.ts';
import { stagedChannel } from '../release-order.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { findOwnSnapshot, openRepositoryChange } from '../staged-snapshot.ts';

const what = 'stage';

/** Makes a snapshot of what the channel gives out and the new packages; the channel does not point at it. */
export const stageStep: ReleaseStep = {
  name: 'stage',
  title: 'Stage a snapshot',
  look: async (scene) => {
    const snapshots = await findStaged(scene);
    return snapshots.size === scene.order.targets.length ? canonicalDigest([...snapshots]) : undefined;
  },
  act: async (scene) => {
    const { order } = scene;
    const packed = await requirePacked(scene);
    const staged = await findStaged(scene);
    for (const target of order.targets.filter((name) => !staged.has(name))) {
      await requireBase(scene, target);
      const channel = stagedChannel(order.channel);
      const packages = listPaths(scene, packed.filter((each) => each.target === target));
      await publish({ ...await openRepositoryChange(scene, { target, channel, what }), onto: order.channel, packages, verifier: await createVerifier(listCertificates((await scene.signing()).keys)) });
    }
  },
};

/** What was staged, by target. */
export async function findStaged(scene: ReleaseScene): Promise<ReadonlyMap<string, RepoSnapshot>> {
  const found = new Map<string, RepoSnapshot>();
  for (const target of scene.order.targets) {
    const snapshot = await findOwnSnapshot(scene, { target, channel: stagedChannel(scene.order.channel), what, actions: ['add'] });
    if (snapshot !== undefined) found.set(target, snapshot);
  }
  return found;
}

/** What is staged has to follow what the channel gave out when the release began. */
async function requireBase(scene: ReleaseScene, target: string): Promise<void> {
  const { order } = scene;
  const now = (await readChannel(scene.repository, order.channel, target))?.snapshot.digest;
  if (now === order.bases[target]) return;
  throw new ReleaseError('CHANNEL_MOVED', `stage the release: "${order.channel}" for ${target} gives out "${now ?? 'nothing'}", and gave out "${order.bases[target] ?? 'nothing'}" when the release began`, {
    exitStatus: 3, hint: 'Begin anew on what it gives out now: bigpanda abort, then bigpanda release',
  });
}
