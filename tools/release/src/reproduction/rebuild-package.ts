import { join } from 'node:path';
import { headerTag, readText, type ChangelogEntry } from '@bigpanda/rpm-format';
import { ReleaseError, type PlannedComponent, type RpmPackage, type Target } from '@bigpanda/release-model';
import type { Component } from '@bigpanda/tagger';
import type { PackageSource } from '../attestation/origin-checks.ts';
import type { Context } from '../context.ts';
import { readGitTime } from '../git/git-time.ts';
import { listReleases } from '../ledger/find-release.ts';
import { findLedgerTip, readLedger } from '../ledger/read-ledger.ts';
import { joinChangelogs } from '../notes/told-changes.ts';
import { buildComponents } from '../pipeline/build-components.ts';
import { choosePackager } from '../pipeline/choose-packager.ts';
import { packComponents } from '../pipeline/pack-components.ts';
import { packComponentSources } from '../pipeline/pack-sources.ts';
import type { RpmHead } from '../rpm-file/head.ts';
import { nameFile } from '../rpm-file/origin.ts';
import { openAnyWorkspace } from '../workspace.ts';
import { replaySigning } from './replayed-signing.ts';

/** A package that is to be built once more. */
export interface Rebuild {
  /** A checkout of its commit with nothing else in it. */
  readonly root: string;
  /** Components that were built there by now; those that are built here join them. */
  readonly built: Set<string>;
  readonly head: RpmHead;
  readonly source: PackageSource;
  readonly packager?: string | undefined;
  readonly keyFiles: readonly string[];
  readonly context: Context;
  /** Absolute path of the folder for what is made. */
  readonly folder: string;
}

/**
 * Builds and packs a package once more, from its commit, with the version, release number and changelog that it has; it is signed by the signatures that it has.
 * @throws ReleaseError `COMPONENT_UNKNOWN`, `TARGET_UNKNOWN` (exit status 2), and what building and packing throw
 */
export async function rebuildPackage(rebuild: Rebuild, say: (text: string) => void): Promise<RpmPackage> {
  const { root, head, packager, keyFiles, context, folder } = rebuild;
  const { name, version, release } = readIdentity(head);
  const workspace = await openAnyWorkspace(root, /\.([^.]+)$/.exec(release)?.[1]);
  const component = findComponent(workspace.components, name);
  const target = findTarget(workspace.config.targets, release);
  const planned = await describePlanned(rebuild, component, version);
  if (!rebuild.built.has(component.name)) {
    say(`build ${component.name}`);
    // What others have built is not what is asked for.
    await buildComponents({ workspace, planned: [planned], context: { ...context, env: { ...context.env, NX_SKIP_NX_CACHE: 'true' } }, onLine: say });
    rebuild.built.add(component.name);
  }
  say('pack');
  const run = {
    workspace, planned: [planned], target, signing: await replaySigning(head, { workspace, keyFiles, context }),
    build: Number.parseInt(release, 10), changelogs: new Map([[component.name, await readChangelogs(rebuild, component.name)]]), folder, signal: context.signal,
  };
  // Only a source package names none.
  const isSource = readText(head.header, headerTag.sourceRpm) === undefined;
  const made = isSource ? await packComponentSources(run) : await packComponents({ ...run, packager: choosePackager(workspace, context, packager), cacheFolder: join(folder, 'frames') });
  const wanted = made.find((one) => one.name === name && (isSource || one.arch === readText(head.header, headerTag.arch)));
  if (wanted === undefined) throw unknown(name, 'makes no such package');
  return wanted;
}

function readIdentity({ header }: RpmHead): { readonly name: string; readonly version: string; readonly release: string } {
  const read = (tag: number): string => readText(header, tag) ?? '';
  return { name: read(headerTag.name), version: read(headerTag.version), release: read(headerTag.release) };
}

function findComponent(components: readonly Component[], name: string): Component {
  const found = components.find(({ description }) => [description, ...description.subpackages].some((one) => one.name === name));
  if (found !== undefined) return found;
  throw unknown(name, `has ${components.map((component) => component.name).join(', ')}`);
}

function unknown(name: string, fact: string): ReleaseError {
  return new ReleaseError('COMPONENT_UNKNOWN', `reproduce "${name}": its commit ${fact}`, { exitStatus: 2, hint: 'Give a package that bigpanda made in this repository.' });
}

function findTarget(targets: readonly Target[], release: string): Target {
  const found = targets.find((target) => release.replace(/^\d+\./, '') === target.name);
  if (found !== undefined) return found;
  throw new ReleaseError('TARGET_UNKNOWN', `reproduce a package: its release "${release}" is of none of the targets ${targets.map(({ name }) => name).join(', ')}`, { exitStatus: 2, hint: 'Give a package that bigpanda made in this repository.' });
}

/** What packing asks of a plan; the version is that of the package. */
async function describePlanned({ root, source: { commit } }: Rebuild, { name, root: componentRoot }: Component, version: string): Promise<PlannedComponent> {
  return { name, root: componentRoot, version, nextVersion: version, bump: 'none', commit, timeSeconds: await readGitTime(root, commit), commits: 0, reasons: [] };
}

/** As the release had them, by the ledger of the clone; none for a package that no release made. */
async function readChangelogs({ root, head, context }: Rebuild, name: string): Promise<readonly ChangelogEntry[]> {
  const git = { root, env: context.env };
  const releases = listReleases(await readLedger(git, await findLedgerTip(git))).filter(({ component }) => component.name === name).map(({ component }) => component);
  const own = releases.findIndex(({ packages }) => packages.some(({ file }) => file === nameFile(head)));
  return own < 0 ? [] : joinChangelogs(releases.slice(own).map(({ changelog }) => changelog));
}
