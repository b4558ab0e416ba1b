import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { planSourceBuild } from '@bigpanda/nx-plugin/source-build';
import type { RpmPackage } from '@bigpanda/release-model';
import { packSources, type ArchiveEntry } from '@bigpanda/rpm-builder';
import { attestPackages } from '../attestation/attest-packages.ts';
import { readBuiltBundles } from '../attestation/built-bundles.ts';
import { makePackInput } from './pack-input.ts';
import type { PackRun } from './pack-components.ts';

/** What tells of a component and is neither installed nor read by a build. */
const describingFiles = ['rpm.json', 'package.json', 'README.md'];

/** Writes and signs the source packages of components that are built, each with its bill of materials and its provenance beside it; every file appears whole or not at all. */
export async function packComponentSources(run: Omit<PackRun, 'packager' | 'cacheFolder'>): Promise<RpmPackage[]> {
  const packages: RpmPackage[] = [];
  for (const planned of run.planned) {
    run.signal.throwIfAborted();
    const { component: { root, description }, input } = await makePackInput(run, planned);
    const build = await planSourceBuild({ workspaceRoot: run.workspace.root, root, description });
    const { signing: { signers }, workspace } = run;
    const bundles = await readBuiltBundles(workspace.root, root);
    const made = await packSources({ ...input, root, build, extraSources: listDescribingFiles(workspace.root, root) }, { folder: run.folder, signers, signal: run.signal });
    await attestPackages({ packages: [made], planned, input, packager: 'native', signers, bundles });
    packages.push(made);
  }
  return packages;
}

function listDescribingFiles(workspaceRoot: string, root: string): readonly ArchiveEntry[] {
  const paths = describingFiles.map((name) => posix.join(root, name)).filter((path) => existsSync(join(workspaceRoot, path)));
  return paths.map((path) => ({ path, content: readFileSync(join(workspaceRoot, path)) }));
}
