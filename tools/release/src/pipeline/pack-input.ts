import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ReleaseError, type PlannedComponent, type Target } from '@bigpanda/release-model';
import type { PackInput } from '@bigpanda/rpm-builder';
import type { ChangelogEntry } from '@bigpanda/rpm-format';
import { releaseFiles } from '@bigpanda/rpm-repo';
import type { Component } from '@bigpanda/tagger';
import type { Workspace } from '../workspace.ts';
import { releaseNumber } from './expected-packages.ts';
import type { Signing } from './open-signing.ts';

export interface InputChoice {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly signing: Signing;
  /** First part of the release number; 1 when absent. */
  readonly build?: number;
  /** Changes that stand before those of rpm.json, by the name of the component. */
  readonly changelogs?: ReadonlyMap<string, readonly ChangelogEntry[]>;
}

/** What packages and source packages of a component are made from, and which component that is. */
export interface ComponentInput {
  readonly component: Component;
  readonly input: PackInput;
}

/**
 * What the packages of a planned component are made from.
 * @throws ReleaseError `COMPONENT_UNKNOWN`, `LICENCE_MISSING`
 */
export async function makePackInput(choice: InputChoice, planned: PlannedComponent): Promise<ComponentInput> {
  const { workspace, target } = choice;
  const component = findComponent(workspace, planned.name);
  const input: PackInput = {
    description: component.description,
    componentRoot: join(workspace.root, component.root),
    version: planned.version,
    release: releaseNumber(target, choice.build),
    target,
    timeSeconds: planned.timeSeconds,
    commit: isDirty(planned) ? `${planned.commit}-dirty` : planned.commit,
    vendor: workspace.isConfigured ? workspace.config.vendor : '',
    vcsUrl: workspace.config.url,
    ...nameDistribution(workspace),
    licenceText: await readLicence(workspace, component),
    extraFiles: generateFiles(component, choice),
    changelog: choice.changelogs?.get(planned.name) ?? [],
  };
  return { component, input };
}

/** The repository's place as its first channel has it: every channel gives out what lies in the one pool. */
function nameDistribution({ isConfigured, config: { channels } }: Workspace): Pick<PackInput, 'distUrl'> {
  const [first] = Object.values(channels);
  return isConfigured && first !== undefined ? { distUrl: first.baseUrl } : {};
}

/** The project's own; in a repository that is not configured whatever is called like one, if anything is. */
async function readLicence({ root, isConfigured }: Workspace, component: Component): Promise<Uint8Array> {
  if (isConfigured) {
    return readFile(join(root, 'LICENSE')).catch((cause: unknown) => {
      throw new ReleaseError('LICENCE_MISSING', 'pack: "LICENSE" at the root of the repository cannot be read', { exitStatus: 2, cause, hint: 'Write the licence of the project there; it goes into every package.' });
    });
  }
  for (const folder of [join(root, component.root), root]) {
    const name = (await readdir(folder)).sort().find((one) => /^(?:LICEN[CS]E|COPYING)(?:\.|$)/i.test(one));
    if (name !== undefined) return readFile(join(folder, name));
  }
  return new Uint8Array();
}

function findComponent(workspace: Workspace, name: string): Component {
  const found = workspace.components.find((component) => component.name === name);
  if (found === undefined) throw new ReleaseError('COMPONENT_UNKNOWN', `pack: no component is called "${name}"`, { exitStatus: 2, hint: 'List them with: bigpanda plan' });
  return found;
}

function isDirty(planned: PlannedComponent): boolean {
  return planned.reasons.some((reason) => reason.kind === 'working-tree');
}

/** What stands under `dist/generated` of a component without being on disk. */
function generateFiles(component: Component, { workspace, target, signing: { keys } }: InputChoice): ReadonlyMap<string, Uint8Array> {
  if (component.description.build.generate !== 'release-files') return new Map();
  const files = releaseFiles(workspace.config, keys, { target: target.name });
  // The .repo file by itself, the keys in a folder: how many there are depends on the keys.
  return new Map(files.map(({ type, destination, bytes }) => [`dist/generated/${type === 'file' ? 'keys/' : ''}${basename(destination)}`, bytes]));
}
