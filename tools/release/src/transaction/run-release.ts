import { rm } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { settleRepository } from '@bigpanda/rpm-repo';
import { clearIndexes } from '../git/tree-commit.ts';
import { showProgress } from '../view/progress.ts';
import type { Journal } from './journal.ts';
import { readProgress } from './release-progress.ts';
import type { ReleaseScene } from './release-scene.ts';
import type { ReleaseStep } from './release-step.ts';
import { listSteps } from './step-list.ts';
import { pushStep } from './step/push.ts';

/** A release that was begun: its order stands in the journal. */
export interface OpenRelease {
  readonly scene: ReleaseScene;
  readonly journal: Journal;
}

/**
 * Takes a release to its end from wherever it is. Each step first asks whether the world has what it makes; what it makes is journalled before and after.
 * @throws ReleaseError `RELEASE_ABORTING`, `RELEASE_DRIFTED`, and whatever a step could not do
 */
export async function finishRelease({ scene, journal }: OpenRelease): Promise<void> {
  if (readProgress(journal.read())?.aborting === true) {
    throw new ReleaseError('RELEASE_ABORTING', `go on with release ${scene.id}: somebody began to take it back`, { exitStatus: 3, hint: 'Finish that: bigpanda abort' });
  }
  try {
    await takeSteps({ scene, journal });
  } catch (error) {
    scene.context.writeError(describeOpen(scene.id, readProgress(journal.read())?.steps.push === 'done'));
    throw error;
  }
  journal.close(scene.id);
  await clear(scene);
}

function describeOpen(id: string, isPushed: boolean): string {
  return `Release ${id} is not finished: "bigpanda resume" goes on${isPushed ? '; it is pushed, so it cannot be taken back' : ', "bigpanda abort" takes it back'}.\n`;
}

async function takeSteps({ scene, journal }: OpenRelease): Promise<void> {
  // A record in the repository counts once everything that follows from it is there.
  await settleRepository(scene.repository);
  await showProgress(scene.context, listSteps(scene.order).map((step) => ({ title: step.title, run: (say) => takeStep(step, { scene, journal }, say) })));
}

async function takeStep(step: ReleaseStep, { scene, journal }: OpenRelease, say: (text: string) => void): Promise<void> {
  const { name } = step;
  const known = readProgress(journal.read())?.digests[name];
  const present = await step.look(scene);
  if (present !== undefined) {
    requireSame(name, known, present);
    if (known === undefined) journal.append({ entry: 'done', step: name, digest: present });
    return;
  }
  journal.append({ entry: 'begin', step: name });
  await step.act(scene, say);
  const made = await step.look(scene);
  if (made === undefined) throw new ReleaseError('STEP_UNDONE', `go on with release ${scene.id}: "${name}" was done, and the world does not have it`, { hint: 'Something else changes the same clone or repository: see that it stops, then run: bigpanda resume' });
  requireSame(name, known, made);
  journal.append({ entry: 'done', step: name, digest: made });
}

/** What was made once has to be made alike. */
function requireSame(step: string, known: string | undefined, found: string): void {
  if (known === undefined || known === found) return;
  throw new ReleaseError('RELEASE_DRIFTED', `go on with the release: "${step}" made ${known.slice(0, 12)} before, and ${found.slice(0, 12)} now`, { exitStatus: 3, hint: 'Find out what was changed by hand; before the push all can be taken back with: bigpanda abort' });
}

/**
 * Takes a release back, last step first, as long as nothing of it was pushed. May itself be cut off, and called again.
 * @throws ReleaseError `RELEASE_PUSHED` (exit status 3)
 */
export async function abortRelease({ scene, journal }: OpenRelease): Promise<void> {
  const progress = readProgress(journal.read());
  if (progress !== undefined && progress.steps.push !== 'waiting' && !progress.aborting && await pushStep.look(scene) !== undefined) {
    throw new ReleaseError('RELEASE_PUSHED', `take release ${scene.id} back: it is pushed, so others may have it`, { exitStatus: 3, hint: 'Finish it: bigpanda resume. Then take it from hosts: bigpanda rollback NAME' });
  }
  if (progress?.aborting !== true) journal.append({ entry: 'abort' });
  await settleRepository(scene.repository);
  for (const step of listSteps(scene.order).toReversed()) {
    if (progress?.steps[step.name] !== 'waiting') await step.undo?.(scene);
  }
  journal.close(`${scene.id}-aborted`);
  await clear(scene);
}

async function clear({ folder, ownFolder }: ReleaseScene): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await clearIndexes(ownFolder);
}
