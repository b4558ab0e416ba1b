import type { PlannedComponent, RpmPackage } from '@bigpanda/release-model';
import { completePackages, openFrameStore, type ExplainedDependency, type Packager } from '@bigpanda/rpm-builder';
import { attestPackages } from '../attestation/attest-packages.ts';
import { readBuiltBundles } from '../attestation/built-bundles.ts';
import { makePackInput, type InputChoice } from './pack-input.ts';

export interface PackRun extends InputChoice {
  readonly planned: readonly PlannedComponent[];
  readonly packager: Packager;
  /** Absolute path of the folder for the RPM files. */
  readonly folder: string;
  /** Absolute path of the folder where compressed parts of packages are kept for the next time. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** Packs and signs components that are built, each package with its bill of materials and its provenance beside it; every file appears whole or not at all. */
export async function packComponents(run: PackRun): Promise<RpmPackage[]> {
  const packages: RpmPackage[] = [];
  await using frameCache = openFrameStore({ folder: run.cacheFolder });
  for (const planned of run.planned) {
    run.signal.throwIfAborted();
    const { component, input } = await makePackInput(run, planned);
    const { packager, signing: { signers } } = run;
    const bundles = await readBuiltBundles(run.workspace.root, component.root);
    const made = await packager.pack(input, { folder: run.folder, signers, frameCache, signal: run.signal });
    await attestPackages({ packages: made, planned, input, packager: packager.name, signers, bundles });
    packages.push(...made);
  }
  return packages;
}

/** Why the packages of components have the dependencies that nobody wrote. */
export async function explainComponents(run: Omit<PackRun, 'packager' | 'folder' | 'cacheFolder'>): Promise<ExplainedDependency[]> {
  const explained: ExplainedDependency[] = [];
  for (const planned of run.planned) {
    run.signal.throwIfAborted();
    const { input } = await makePackInput(run, planned);
    explained.push(...(await completePackages(input)).found);
  }
  return explained;
}
