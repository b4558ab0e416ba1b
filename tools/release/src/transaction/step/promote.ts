import { canonicalDigest, type RepoSnapshot } from '@bigpanda/release-model';
import { promoteChannel, publish, readChannel, type MatrixRule } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import { listCertificates } from '../../pipeline/open-signing.ts';
import { listPaths, requirePacked } from '../packed-files.ts';
import { stagedChannel } from '../release-order.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { findOwnSnapshot, openRepositoryChange } from '../staged-snapshot.ts';
import { readRehearsals } from './rehearse.ts';
import { findStaged } from './stage.ts';

const what = 'release';

/** Lets the channel give out what was staged. */
export const promoteStep: ReleaseStep = {
  name: 'promote',
  title: 'Promote the channel',
  look: async (scene) => {
    const found = await Promise.all(scene.order.targets.map((target) => findPromoted(scene, target)));
    return found.includes(undefined) ? undefined : canonicalDigest(found);
  },
  act: async (scene) => {
    const { order } = scene;
    for (const [target, snapshot] of await findStaged(scene)) {
      if (await findPromoted(scene, target) !== undefined) continue;
      const change = await openRepositoryChange(scene, { target, channel: order.channel, what });
      const now = (await readChannel(scene.repository, order.channel, target))?.snapshot.digest;
      if (now === order.bases[target]) await promoteChannel({ ...change, from: stagedChannel(order.channel), snapshot, matrix: await chooseRule(scene, target) });
      else await addToChannel(scene, change, target);
    }
  },
};

/** The snapshot by which the channel began to give the release out. */
export function findPromoted(scene: ReleaseScene, target: string): Promise<RepoSnapshot | undefined> {
  return findOwnSnapshot(scene, { target, channel: scene.order.channel, what, actions: ['promote', 'add'] });
}

async function chooseRule(scene: ReleaseScene, target: string): Promise<MatrixRule> {
  const result = (await readRehearsals(scene)).get(target);
  return result === undefined ? { kind: 'waived' } : { kind: 'tried', result, required: (await scene.config()).matrix.required };
}

/** Something else was published since the release was staged, and the release is public: its packages join what the channel gives out now. */
async function addToChannel(scene: ReleaseScene, change: Awaited<ReturnType<typeof openRepositoryChange>>, target: string): Promise<void> {
  const packages = listPaths(scene, (await requirePacked(scene)).filter((each) => each.target === target));
  scene.context.writeError(`"${change.channel}" for ${target} was changed since the release was staged: its packages are added to what it gives out now.\n`);
  await publish({ ...change, packages, verifier: await createVerifier(listCertificates((await scene.signing()).keys)) });
}
