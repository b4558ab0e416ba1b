import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalDigest, canonicalJson, ReleaseError, type PayloadManifest } from '@bigpanda/release-model';
import { compareManifests } from '@bigpanda/tagger';
import { ledgerLayout } from '../../ledger/ledger-record.ts';
import { readBlobs } from '../../ledger/read-ledger.ts';
import { reduceUnit } from '../../npm/unit-payload.ts';
import { buildComponents } from '../../pipeline/build-components.ts';
import { makeIgnored } from '../../pipeline/ignored-folder.ts';
import { replaceFileSynced } from '../synced-file.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { packStep } from './pack.ts';

/** Releases whose sources this process has built: of what another one built, only packages are trusted. */
const builtHere = new Set<string>();

/** Builds and lints the components, and reduces what they install to manifests. */
export const buildStep: ReleaseStep = {
  name: 'build',
  title: 'Build and lint',
  look: async (scene) => {
    if (!builtHere.has(scene.id) && await packStep.look(scene) === undefined) return undefined;
    const texts = await Promise.all(scene.released.map(({ name }) => readFile(manifestFile(scene, name), 'utf8').catch(() => undefined)));
    return texts.includes(undefined) ? undefined : canonicalDigest(texts);
  },
  act: async (scene, say) => {
    const { context, released } = scene;
    const [workspace, units] = [await scene.workspace(), await scene.units()];
    await makeIgnored(join(workspace.root, 'build'));
    await mkdir(join(scene.folder, 'manifests'), { recursive: true });
    await buildComponents({ workspace, planned: await scene.planned(), context, onLine: say, ...(existsSync(join(workspace.root, 'nx.json')) ? { targets: ['build', 'lint'] } : {}) });
    for (const { name } of released) {
      const unit = units.find((one) => one.name === name);
      if (unit === undefined) continue;
      const payload = await reduceUnit(workspace, unit);
      await requireForwarded(scene, payload.manifest);
      await mkdir(dirname(manifestFile(scene, name)), { recursive: true });
      replaceFileSynced(manifestFile(scene, name), canonicalJson({ commit: await scene.commit(), ...payload }));
    }
    builtHere.add(scene.id);
  },
};

/** What goes forward to an earlier payload has to be that payload, also where libraries have changed since. */
async function requireForwarded({ order: { forward, ledger }, git }: ReleaseScene, manifest: PayloadManifest): Promise<void> {
  if (forward === undefined) return;
  const [text = '{}'] = await readBlobs(git, [`${ledger ?? ''}:${ledgerLayout.manifest(manifest.name, forward.version)}`]);
  const { manifest: then } = JSON.parse(text) as { readonly manifest?: PayloadManifest };
  const differences = then === undefined ? ['the ledger has no manifest of it'] : compareManifests(then, manifest).map(({ summary }) => summary);
  if (differences.length === 0) return;
  throw new ReleaseError('FORWARD_DIFFERS', `go forward to ${manifest.name} ${forward.version}: with the sources of then it installs something else now: ${differences.slice(0, 5).join('; ')}`, {
    exitStatus: 3, hint: 'Take it back (bigpanda abort), revert what changed in the libraries since, and release that.',
  });
}

/** Where the manifest of a component lies until it is in the ledger. */
export function manifestFile({ folder }: Pick<ReleaseScene, 'folder'>, name: string): string {
  return join(folder, 'manifests', `${name}.json`);
}
