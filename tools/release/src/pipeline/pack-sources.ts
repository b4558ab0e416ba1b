import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { planSourceBuild } from '@bigpanda/nx-plugin/source-build';
import type { RpmPackage } from '@bigpanda/release-model';
import { packSources, type ArchiveEntry } from '@bigpanda/rpm-builder';
import { makePackInput } from './pack-input.ts';
import type { PackRun } from './pack-components.ts';

/** What tells of a component and is neither installed nor read by a build. */
const describingFiles = ['rpm.json', 'package.json', 'README.md'];

/** Writes and signs the source packages of components that are built; every file appears whole or not at all. */
export async function packComponentSources(run: Omit<PackRun, 'packager' | 'cacheFolder'>): Promise<RpmPackage[]> {
  const packages: RpmPackage[] = [];
  for (const planned of run.planned) {
    run.signal.throwIfAborted();
    const { component: { root, description }, input } = await makePackInput(run, planned);
    const build = await planSourceBuild({ workspaceRoot: run.workspace.root, root, description });
    packages.push(await packSources({ ...input, root, build, extraSources: listDescribingFiles(run.workspace.root, root) }, { folder: run.folder, signers: run.signing.signers, signal: run.signal }));
  }
  return packages;
}

function listDescribingFiles(workspaceRoot: string, root: string): readonly ArchiveEntry[] {
  const paths = describingFiles.map((name) => posix.join(root, name)).filter((path) => existsSync(join(workspaceRoot, path)));
  return paths.map((path) => ({ path, content: readFileSync(join(workspaceRoot, path)) }));
}
