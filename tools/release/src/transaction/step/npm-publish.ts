import { join } from 'node:path';
import { canonicalDigest, ReleaseError } from '@bigpanda/release-model';
import { withRegistry, type Registry } from '../../npm/registry.ts';
import { requireTarballs, tarballFolder, type NpmTarball } from '../npm-files.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';

/** Publishes to npm, last of all: what a registry has taken cannot be taken back. */
export const npmPublishStep: ReleaseStep = {
  name: 'npm-publish',
  title: 'Publish to npm',
  concerns: ({ npm }) => npm !== undefined,
  look: async (scene) => {
    const tarballs = await requireTarballs(scene);
    const isThere = await useRegistry(scene, async (registry) => (await listMissing(registry, tarballs)).length === 0);
    return isThere ? canonicalDigest(tarballs) : undefined;
  },
  act: async (scene, say) => {
    const tarballs = await requireTarballs(scene);
    const units = await scene.units();
    await useRegistry(scene, async (registry, distTag) => {
      for (const { component, name, version, file } of await listMissing(registry, tarballs)) {
        say(`${name} ${version} to ${registry.url}`);
        await registry.publish({ file: join(tarballFolder(scene), file), distTag, access: units.find((unit) => unit.name === component)?.npm?.description.access ?? 'public' });
      }
    });
  },
};

function useRegistry<Result>({ git: { root }, context, order: { npm } }: ReleaseScene, work: (registry: Registry, distTag: string) => Promise<Result>): Promise<Result> {
  if (npm === undefined) throw new RangeError('an order that publishes to npm names the registry');
  return withRegistry({ root, registry: npm.registry, context }, (registry) => work(registry, npm.distTag));
}

/** What a registry does not have yet. @throws ReleaseError `NPM_VERSION_TAKEN` (exit status 3) where it has other bytes under the version */
async function listMissing(registry: Registry, tarballs: readonly NpmTarball[]): Promise<readonly NpmTarball[]> {
  const found = await Promise.all(tarballs.map(({ name, version }) => registry.findIntegrity(name, version)));
  const taken = tarballs.filter(({ integrity }, index) => found[index] !== undefined && found[index] !== integrity);
  if (taken.length > 0) {
    throw new ReleaseError('NPM_VERSION_TAKEN', `publish to npm: "${registry.url}" has other bytes under ${taken.map(({ name, version }) => `${name} ${version}`).join(', ')}`, { exitStatus: 3, hint: 'A registry gives a version once: find out who published it; then release a higher version, and leave this one as it is.' });
  }
  return tarballs.filter((_tarball, index) => found[index] === undefined);
}
