import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import {
  addAdvisory, collectGarbage, freezeChannel, importTree, initChannel, listChannels, listPackages, promoteChannel, publish, readChannel, removePackages, rollbackChannel, snapshotId, verifyRepository,
  yankPackages, type ChangeOptions, type RepositoryFiles,
} from '../../src/index.ts';
import { recordFiles, replayCrash, type Loss, type RecordedChange } from '../recorded-files.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from '../sample-repository.ts';
import { chooseCases, type CaseChoice } from './chosen-cases.ts';

export interface CampaignSize extends Pick<CaseChoice, 'part'> {
  readonly seed: number;
  /** Crashes to look at, taken by chance from all of them; all when absent. */
  readonly crashes?: number;
}

/** What went wrong after one crash. */
export interface CrashFailure {
  readonly verb: string;
  readonly changes: number;
  readonly loss: Loss;
  readonly fact: string;
}

export interface CrashReport {
  readonly crashes: number;
  readonly failures: readonly CrashFailure[];
}

interface Verb {
  readonly name: string;
  /** Whether it meets no repository; one with a history when absent. */
  readonly isFirst?: boolean;
  readonly run: (site: SampleSite, files: RepositoryFiles) => Promise<unknown>;
}

interface Crash {
  readonly verb: Verb;
  readonly changes: readonly RecordedChange[];
  readonly loss: Loss;
}

const losses: readonly Loss[] = ['kept', 'dropped', 'mixed'];
const later = '2026-03-01T00:00:00Z';
/** With a channel that nothing was published to. */
const config = { ...sampleConfig, channels: { ...sampleConfig.channels, fresh: { title: 'Fresh', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 300 } }, retention: { days: 2, snapshots: 1 } };

/** Stops the machine after every change to the disk of every verb, keeping and dropping what was not synced; then looks at the state, and publishes. */
export async function campaign({ seed, crashes, part }: CampaignSize): Promise<CrashReport> {
  await using site = await createSite();
  const random = seededRandom(seed);
  await prepare(site);
  const all = await listCrashes(site);
  const chosen = chooseCases(all, { count: crashes, part }, random);
  const failures: CrashFailure[] = [];
  for (const crash of chosen) {
    const fact = await examine(site, crash, random);
    if (fact !== undefined) failures.push({ verb: crash.verb.name, changes: crash.changes.length, loss: crash.loss, fact });
  }
  return { crashes: chosen.length, failures };
}

async function prepare(site: SampleSite): Promise<void> {
  for (const version of ['1.0', '2.0']) await publish(publishOptions(site, [await writeSample({ name: 'old', evr: { version, release: '1' } }, site.signer)]));
  await promoteChannel({ ...publishOptions(site, [], { channel: 'stable' }), from: 'testing' });
  await publish(publishOptions(site, [await writeSample({ name: 'old', evr: { version: '3.0', release: '1' } }, site.signer)]));
  await makeTree(site);
}

/** What createrepo_c makes, to be imported. */
async function makeTree(site: SampleSite): Promise<void> {
  await mkdir(treeOf(site));
  for (const name of ['one', 'two']) {
    const { file, bytes } = await writeSample({ name }, site.signer);
    await writeFile(join(treeOf(site), file), bytes);
  }
  await promisify(execFile)('createrepo_c', ['--quiet', '--no-database', treeOf(site)]);
}

function treeOf({ folder }: SampleSite): string {
  return join(folder, 'tree');
}

function options(site: SampleSite, files: RepositoryFiles): ChangeOptions {
  const { record } = publishOptions(site, []);
  return { ...publishOptions(site, []), files, config, record: { ...record, publishedAt: later } };
}

async function listVerbs(site: SampleSite): Promise<readonly Verb[]> {
  const packages = [await writeSample({ name: 'new' }, site.signer), await writeSample({ name: 'sample-release' }, site.signer)];
  const advisory = { id: 'A-1', type: 'bugfix', title: 'A fix', description: '', references: [], packages: ['old-3.0-1'] } as const;
  return [
    { name: 'publish', run: (at, files) => publish({ ...options(at, files), packages, verifier: at.verifier }) },
    { name: 'rollback', run: (at, files) => rollbackChannel({ ...options(at, files), to: '1' }) },
    { name: 'promote', run: (at, files) => promoteChannel({ ...options(at, files), channel: 'stable', from: 'testing' }) },
    { name: 'yank', run: (at, files) => yankPackages({ ...options(at, files), packages: ['old-2.0-1'] }) },
    { name: 'advisory', run: (at, files) => addAdvisory({ ...options(at, files), advisory }) },
    { name: 'init', isFirst: true, run: (at, files) => initChannel(options(at, files)) },
    { name: 'init a further channel', run: (at, files) => initChannel({ ...options(at, files), channel: 'fresh' }) },
    { name: 'import', isFirst: true, run: (at, files) => importTree({ ...options(at, files), verifier: at.verifier, tree: treeOf(at) }) },
    { name: 'import to a further channel', run: (at, files) => importTree({ ...options(at, files), verifier: at.verifier, tree: treeOf(at), channel: 'fresh' }) },
    { name: 'remove', run: (at, files) => removePackages({ ...options(at, files), packages: ['old-3.0-1'] }) },
    { name: 'freeze', run: (at, files) => freezeChannel({ ...options(at, files), channel: 'stable' }) },
    { name: 'gc', run: (at, files) => collectGarbage({ ...options(at, files), nowSeconds: Date.parse('2027-01-01T00:00:00Z') / 1000 }) },
  ];
}

async function listCrashes(site: SampleSite): Promise<readonly Crash[]> {
  const all: Crash[] = [];
  for (const verb of await listVerbs(site)) {
    const copy = await copySite(site, verb, `whole-${verb.name}`);
    const changes: RecordedChange[] = [];
    await verb.run(copy, recordFiles(copy.root, changes));
    await rm(copy.root, { recursive: true });
    for (let count = 0; count <= changes.length; count += 1) all.push(...losses.map((loss) => ({ verb, changes: changes.slice(0, count), loss })));
  }
  return all;
}

async function copySite(site: SampleSite, { isFirst = false }: Verb, name: string): Promise<SampleSite> {
  const root = join(site.folder, name);
  await rm(root, { recursive: true, force: true });
  if (isFirst) await mkdir(root);
  else await cp(site.root, root, { recursive: true, verbatimSymlinks: true });
  return { ...site, root };
}

/** What is wrong after a crash, `undefined` when nothing is: clients see a whole state, the next change cleans up, and nothing accepted is lost. */
async function examine(site: SampleSite, { verb, changes, loss }: Crash, random: () => number): Promise<string | undefined> {
  const copy = await copySite(site, verb, 'crashed');
  await replayCrash(copy.root, changes, { loss, random });
  const before = await describeFindings(copy, true);
  if (before !== '') return `clients see ${before}`;
  const accepted = await listAccepted(copy.root);
  await publish({ ...publishOptions(copy, [await writeSample({ name: 'next' }, site.signer)]), record: { ...publishOptions(copy, []).record, publishedAt: '2026-03-02T00:00:00Z' } });
  const after = await describeFindings(copy, false);
  if (after !== '') return `after the next publish there is ${after}`;
  const now = await listAccepted(copy.root);
  const lost = accepted.filter((each) => !now.includes(each));
  return lost.length === 0 ? undefined : `after ${verb.name} the next publish lost ${lost.join()}`;
}

/** While a change is unfinished its own leftovers are no harm; before the first one there is no channel for which a key is wanted. */
async function describeFindings(site: SampleSite, isUnfinished: boolean): Promise<string> {
  const findings = await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] });
  const isBegun = (await listChannels(site.root)).length > 0;
  const harmful = findings.filter(({ code }) => !isUnfinished || (code !== 'LEFTOVER' && (isBegun || code !== 'KEY_MISSING')));
  return harmful.map(({ code, file, message }) => `${code} ${file} ${message}`).join('; ');
}

async function listAccepted(root: string): Promise<readonly string[]> {
  const packages = await listPackages(root, 'testing', 'el9');
  const stable = await readChannel(root, 'stable', 'el9');
  return [...packages.map(({ name, version }) => `${name}-${version}`), `stable ${stable === undefined ? '' : snapshotId(stable.snapshot)}`];
}
