import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNpmPackage } from '@bigpanda/nx-plugin/npm-package';
import { canonicalDigest, canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { explainNpm, tryNpm } from '../../npm/run-npm.ts';
import { readIntegrity, readTarballs, tarballFolder, tarballList, type NpmTarball } from '../npm-files.ts';
import type { ReleasedComponent } from '../release-order.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { replaceFileSynced } from '../synced-file.ts';

/** What `npm pack --json` says of a tarball. */
interface PackReport {
  readonly filename: string;
  readonly integrity: string;
  readonly files: readonly { readonly path: string }[];
}

/** Makes the tarballs of what goes to npm. */
export const npmPackStep: ReleaseStep = {
  name: 'npm-pack',
  title: 'Make the npm packages',
  concerns: ({ npm }) => npm !== undefined,
  look: async (scene) => {
    const tarballs = await readTarballs(scene);
    return tarballs === undefined ? undefined : canonicalDigest(tarballs);
  },
  act: async (scene, say) => {
    await mkdir(tarballFolder(scene), { recursive: true });
    const made: NpmTarball[] = [];
    for (const component of scene.published) {
      say(component.npm);
      made.push(await makeTarball(scene, component));
    }
    await using folder = await open(tarballFolder(scene), 'r');
    await folder.sync();
    replaceFileSynced(tarballList(scene), canonicalJson(made));
  },
};

async function makeTarball(scene: ReleaseScene, { name, npm, root, nextVersion: version }: ReleasedComponent & { readonly npm: string }): Promise<NpmTarball> {
  const [{ root: workspaceRoot }, folder] = [await scene.workspace(), tarballFolder(scene)];
  const output = join(folder, 'package');
  await buildNpmPackage({ workspaceRoot, folder: root, version, output });
  const outcome = await tryNpm({ folder, env: scene.context.env, signal: scene.context.signal }, ['pack', output, '--json', '--pack-destination', folder]);
  if (outcome.status !== 0) throw new ReleaseError('NPM_PACK_FAILED', `make the npm package "${npm}": ${explainNpm(outcome).words}`, { hint: 'Mend what npm says, then run: bigpanda resume' });
  await rm(output, { recursive: true, force: true });
  const report = readReport(outcome.stdout);
  await using handle = await open(join(folder, report.filename), 'r');
  await handle.sync();
  const { size } = await handle.stat();
  return { component: name, name: npm, version, file: report.filename, integrity: await readIntegrity(join(folder, report.filename)), sizeBytes: size };
}

/** npm prints a list of reports, later versions an object of them by name. */
function readReport(text: string): PackReport {
  const [report] = Object.values(JSON.parse(text) as Readonly<Record<string, PackReport>>);
  if (report === undefined) throw new RangeError(`npm pack tells of what it made, not ${text.slice(0, 100)}`);
  return report;
}
