import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ReleaseError, type PlannedComponent, type RpmPackage, type Target } from '@bigpanda/release-model';
import { openFrameStore, type Packager } from '@bigpanda/rpm-builder';
import { releaseFiles } from '@bigpanda/rpm-repo';
import type { Component } from '@bigpanda/tagger';
import type { PlannedWorkspace } from '../workspace.ts';
import { releaseNumber } from './expected-packages.ts';
import type { Signing } from './open-signing.ts';

export interface PackRun {
  readonly workspace: PlannedWorkspace;
  readonly planned: readonly PlannedComponent[];
  readonly packager: Packager;
  readonly target: Target;
  /** Channel that the release package points to. */
  readonly channel: string;
  readonly signing: Signing;
  /** Absolute path of the folder for the RPM files. */
  readonly folder: string;
  /** Absolute path of the folder where compressed parts of packages are kept for the next time. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** Packs and signs components that are built; every file appears whole or not at all. */
export async function packComponents(run: PackRun): Promise<RpmPackage[]> {
  const licenceText = await readFile(join(run.workspace.root, 'LICENSE'));
  const packages: RpmPackage[] = [];
  await using frameCache = openFrameStore({ folder: run.cacheFolder });
  for (const planned of run.planned) {
    run.signal.throwIfAborted();
    const component = findComponent(run.workspace, planned.name);
    packages.push(...await run.packager.pack({
      description: component.description,
      componentRoot: join(run.workspace.root, component.root),
      version: planned.version,
      release: releaseNumber(run.target),
      target: run.target,
      timeSeconds: planned.timeSeconds,
      commit: isDirty(planned) ? `${planned.commit}-dirty` : planned.commit,
      vendor: run.workspace.config.vendor,
      vcsUrl: run.workspace.config.url,
      licenceText,
      extraFiles: generateFiles(component, run),
    }, { folder: run.folder, signers: run.signing.signers, frameCache, signal: run.signal }));
  }
  return packages;
}

function findComponent(workspace: PlannedWorkspace, name: string): Component {
  const found = workspace.components.find((component) => component.name === name);
  if (found === undefined) throw new ReleaseError('COMPONENT_UNKNOWN', `pack: no component is called "${name}"`, { exitStatus: 2, hint: 'List them with: bigpanda plan' });
  return found;
}

function isDirty(planned: PlannedComponent): boolean {
  return planned.reasons.some((reason) => reason.kind === 'working-tree');
}

/** What stands under `dist/generated` of a component without being on disk. */
function generateFiles(component: Component, { workspace, channel, target, signing: { keys } }: PackRun): ReadonlyMap<string, Uint8Array> {
  if (component.description.build.generate !== 'release-files') return new Map();
  const files = releaseFiles(workspace.config, channel, keys, { target: target.name });
  // The .repo file by itself, the keys in a folder: how many there are depends on the keys.
  return new Map(files.map(({ type, destination, bytes }) => [`dist/generated/${type === 'file' ? 'keys/' : ''}${basename(destination)}`, bytes]));
}
