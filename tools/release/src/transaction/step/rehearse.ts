import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalDigest, canonicalJson, ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import { readChannel, runMatrix, type MatrixResult } from '@bigpanda/rpm-repo';
import { renderMatrix } from '../../view/matrix.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { replaceFileSynced } from '../synced-file.ts';
import { findStaged } from './stage.ts';

/** Tries on throw-away hosts what the staged snapshot does to them: install, upgrade, verify, downgrade, erase, by rpm and by dnf. */
export const rehearseStep: ReleaseStep = {
  name: 'rehearse',
  title: 'Rehearse on throw-away hosts',
  look: async (scene) => {
    if (scene.order.rehearsal === 'waived') return canonicalDigest('waived');
    const results = await readRehearsals(scene);
    return results.size === scene.order.targets.length ? canonicalDigest([...results]) : undefined;
  },
  act: async (scene, say) => {
    const { order, context } = scene;
    const [done, { matrix: { versions, required } }] = [await readRehearsals(scene), await scene.config()];
    for (const [target, source] of await findStaged(scene)) {
      if (done.has(target)) continue;
      const destination = (await readChannel(scene.repository, order.channel, target))?.snapshot;
      const result = await runMatrix({
        root: scene.repository, source, ...(destination === undefined ? {} : { destination }), versions, env: context.env, signal: context.signal,
        now: () => new Date(order.begunAt),
        onTrial: ({ number, count, row, driver }) => say(`${number} of ${count}: ${row.name} ${row.to.version} by ${driver}`),
      });
      if (result.verdict !== 'passed') context.writeError(renderMatrix(result, context.isTerminal && context.env['NO_COLOR'] === undefined));
      requirePassed(result, required);
      replaceFileSynced(resultFile(scene, target), canonicalJson(result));
    }
  },
};

/** The results that are there, by target: each of the staged snapshot. */
export async function readRehearsals(scene: ReleaseScene): Promise<ReadonlyMap<string, MatrixResult>> {
  const found = new Map<string, MatrixResult>();
  for (const [target, source] of await findStaged(scene)) {
    const result = await readResult(scene, target, source);
    if (result !== undefined) found.set(target, result);
  }
  return found;
}

async function readResult(scene: ReleaseScene, target: string, source: RepoSnapshot): Promise<MatrixResult | undefined> {
  const text = await readFile(resultFile(scene, target), 'utf8').catch(() => undefined);
  const result = text === undefined ? undefined : JSON.parse(text) as MatrixResult;
  return result?.snapshot === source.digest && result.replaced === scene.order.bases[target] ? result : undefined;
}

/** A rehearsal that failed keeps nothing: the next run tries once more. */
function requirePassed({ verdict, reason = 'no reason is known' }: MatrixResult, required: boolean): void {
  const hint = 'Mend what failed, commit it, and begin anew: bigpanda abort, then bigpanda release (or try once more: bigpanda resume)';
  if (verdict === 'failed') throw new ReleaseError('REHEARSAL_FAILED', 'rehearse the release: a host could not go through it, as the table above says', { exitStatus: 3, hint });
  if (verdict === 'not-run' && required) throw new ReleaseError('REHEARSAL_NOT_RUN', `rehearse the release: nothing was tried: ${reason}`, { exitStatus: 3, hint: 'Run it as root on a machine with rpm and busybox, or set "required": false in "matrix" of repository.json.' });
}

function resultFile({ folder }: ReleaseScene, target: string): string {
  return join(folder, `rehearsal-${target}.json`);
}
