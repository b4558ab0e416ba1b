import { mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalDigest, canonicalJson } from '@bigpanda/release-model';
import { cacheFolder } from '../../cache-folder.ts';
import { choosePackager } from '../../pipeline/choose-packager.ts';
import { packComponents } from '../../pipeline/pack-components.ts';
import { listCompanions, packageFolder, packageList, readPacked, type PackedFile } from '../packed-files.ts';
import { listChangelogs } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { replaceFileSynced } from '../synced-file.ts';

/** Packs and signs the components at the released commit. */
export const packStep: ReleaseStep = {
  name: 'pack',
  title: 'Pack and sign',
  look: async (scene) => {
    const packed = await readPacked(scene);
    return packed === undefined ? undefined : canonicalDigest(packed);
  },
  act: async (scene, say) => {
    const { context, order } = scene;
    const [workspace, signing, changelogs] = [await scene.workspace(), await scene.signing(), await listChangelogs(scene)];
    await mkdir(packageFolder(scene), { recursive: true });
    const packed: PackedFile[] = [];
    for (const target of await scene.targets()) {
      for (const planned of await scene.planned()) {
        say(`${planned.name} for ${target.name}`);
        const made = await packComponents({ workspace, planned: [planned], packager: choosePackager(workspace, context), target, signing, changelogs, build: order.releaseNumber, folder: packageFolder(scene), cacheFolder: cacheFolder(context, 'frames'), signal: context.signal });
        for (const { name, version, release, arch, file, sha256, sizeBytes } of made) {
          packed.push({ component: planned.name, target: target.name, name, version, release, arch, file: basename(file), sha256, sizeBytes, companions: (await listCompanions(scene, basename(file))).filter(({ file: beside }) => !beside.endsWith('.lint.json')) });
        }
      }
    }
    await syncPackages(scene, packed);
    replaceFileSynced(packageList(scene), canonicalJson(packed));
  },
};

/** The list must not be on the disk before what it lists. */
async function syncPackages(scene: Parameters<typeof packageFolder>[0], packed: readonly PackedFile[]): Promise<void> {
  for (const path of [...packed.flatMap((one) => [one, ...one.companions]).map(({ file }) => join(packageFolder(scene), file)), packageFolder(scene)]) {
    await using handle = await open(path, 'r');
    await handle.sync();
  }
}
