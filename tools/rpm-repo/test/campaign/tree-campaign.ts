import { cp, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { addAdvisory, collectGarbage, promoteChannel, publish, rollbackChannel, verifyRepository, yankPackages, type ChangeOptions } from '../../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from '../sample-repository.ts';
import { chooseCases, type CaseChoice } from './chosen-cases.ts';

export interface TreeAttackSize extends Pick<CaseChoice, 'part'> {
  readonly seed: number;
  /** Attacks to look at, taken by chance from all of them; all when absent. */
  readonly attacks?: number;
}

export interface TreeAttackReport {
  readonly attacks: number;
  /** Changes of the repository after a link was planted: those that were refused, and those that went on beside it. */
  readonly changes: { readonly refused: number; readonly done: number };
  readonly failures: readonly string[];
}

interface Attack {
  readonly what: string;
  readonly path: string;
  readonly apply: (site: SampleSite) => Promise<unknown>;
  /** Whether the next publish and gc are looked at too. */
  readonly isLink: boolean;
}

const years = ['2026', '2027'] as const;
/** Where a change writes that nobody reads, and which no finding has to name. */
const ownPlaces = ['.staging', '.publish.json', '.lock'];
/** What is not missed when it is gone: names by release go with the snapshots they lead to, older data for slow clients with time. */
const mayBeAbsent = /^release\/[^/]+\/|^channels\/[^/]+\/[^/]+\/repodata\/[0-9a-f]{64}-/;

/**
 * Puts a symbolic link that leads out in the place of everything that a repository has and of what it writes aside; changes, cuts off, removes, and puts older
 * states of, every file. `verify` finds each, and no change of the repository touches what lies behind a link.
 */
export async function campaign({ seed, attacks: count, part }: TreeAttackSize): Promise<TreeAttackReport> {
  await using site = await createSite();
  const random = seededRandom(seed);
  const older = await prepare(site);
  const attacks = chooseCases(await listAttacks(site, older, random), { count, part }, random);
  const failures: string[] = [];
  const changes = { refused: 0, done: 0 };
  for (const [index, attack] of attacks.entries()) {
    const copy = { ...site, root: join(site.folder, `attacked-${index}`) };
    await copyTree(site.root, copy.root);
    await attack.apply(copy);
    const isFound = (await find(copy)).length > 0;
    if (!isFound && !ownPlaces.includes(attack.path)) failures.push(`${attack.what} "${attack.path}": verify finds nothing`);
    if (attack.isLink) failures.push(...(await change(copy, changes)).map((fact) => `${attack.what} "${attack.path}": ${fact}`));
    await rm(copy.root, { recursive: true });
    await rm(outsideOf(copy), { recursive: true, force: true });
  }
  return { attacks: attacks.length, changes, failures };
}

/** Gives the folder of a state before. */
async function prepare(site: SampleSite): Promise<string> {
  const older = join(site.folder, 'older');
  const add = async (version: string) => publish(publishOptions(site, [await writeSample({ name: 'sample', evr: { version, release: '1' } }, site.signer), await writeSample({ name: 'sample-release' }, site.signer)]));
  await add('1.0');
  await promoteChannel({ ...publishOptions(site, [], { channel: 'stable' }), from: 'testing' });
  await add('2.0');
  await copyTree(site.root, older);
  const advisory = { id: 'A-1', type: 'bugfix', title: 'A fix', description: '', references: [], packages: ['sample-2.0-1'] } as const;
  await addAdvisory({ ...options(site, years[0]), advisory });
  await add('3.0');
  await promoteChannel({ ...publishOptions(site, [], { channel: 'stable' }), from: 'testing' });
  await yankPackages({ ...options(site, years[0]), packages: ['sample-3.0-1'] });
  await rollbackChannel({ ...options(site, years[0]), channel: 'stable' });
  const findings = await find(site);
  if (findings.length > 0) throw new Error(`the repository is not whole before any attack: ${findings.join()}`);
  return older;
}

function options(site: SampleSite, year: string): ChangeOptions {
  const base = publishOptions(site, []);
  return { ...base, config: { ...sampleConfig, retention: { days: 2, snapshots: 1 } }, record: { ...base.record, publishedAt: `${year}-01-02T03:04:05Z` } };
}

function copyTree(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, verbatimSymlinks: true });
}

async function find({ root, signer }: SampleSite): Promise<readonly string[]> {
  const findings = await verifyRepository(root, { publicKeys: [signer.publicKeyArmored] });
  return findings.map(({ code, file }) => `${code} ${file}`);
}

async function listAttacks({ root }: SampleSite, older: string, random: () => number): Promise<readonly Attack[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ path: join(entry.parentPath, entry.name).slice(root.length + 1), entry })).sort((left, right) => (left.path < right.path ? -1 : 1));
  const files = paths.filter(({ entry }) => entry.isFile()).map(({ path }) => path);
  const links = paths.filter(({ entry }) => entry.isSymbolicLink()).map(({ path }) => path);
  const before = new Set(await readdir(older, { recursive: true }));
  const other = () => files[Math.floor(random() * files.length)] ?? '';
  const place = (what: string, path: string, bytes: (site: SampleSite) => Promise<Uint8Array>): Attack => ({ what, path, isLink: false, apply: async (site) => replace(site, path, await bytes(site)) });
  const bytesOf = async (site: SampleSite, path: string) => readFile(join(site.root, path));
  return [
    ...paths.map(({ path }) => ({ what: 'a link out of the tree in the place of', path, isLink: true, apply: (site: SampleSite) => plant(site, path) })),
    ...ownPlaces.map((path) => ({ what: 'a link out of the tree as', path, isLink: true, apply: (site: SampleSite) => plant(site, path) })),
    ...files.map((path) => place('a changed byte in', path, async (site) => flip(await bytesOf(site, path), random))),
    ...files.map((path) => place('the beginning of', path, async (site) => { const bytes = await bytesOf(site, path); return bytes.subarray(0, Math.floor(random() * bytes.length)); })),
    ...files.map((path) => place('the bytes of another file as', path, async (site) => { const [mine, theirs] = [await bytesOf(site, path), await bytesOf(site, other())]; return mine.equals(theirs) ? flip(mine, random) : theirs; })),
    ...[...files, ...links].filter((path) => !mayBeAbsent.test(path)).map((path) => ({ what: 'nothing as', path, isLink: false, apply: (site: SampleSite) => rm(join(site.root, path)) })),
    ...await listReplays(root, older, [...files, ...links].filter((path) => before.has(path))),
  ];
}

/** Each file that had other bytes before, each link that led elsewhere, and all pointers and plain folders of channels together. */
async function listReplays(root: string, older: string, paths: readonly string[]): Promise<readonly Attack[]> {
  const read = (folder: string, path: string) => readFile(join(folder, path)).catch(() => readlink(join(folder, path))).then(String);
  const changed: string[] = [];
  for (const path of paths) if ((await read(root, path)) !== (await read(older, path))) changed.push(path);
  const restore = (what: string, path: string): Attack => ({ what, path, isLink: false, apply: async (site) => { await rm(join(site.root, path), { recursive: true }); await copyTree(join(older, path), join(site.root, path)); } });
  return [...changed.map((path) => restore('an older state of', path)), ...['channels', 'channels/testing', 'moves', 'channels/testing/el9/repodata'].map((path) => restore('an older state of', path))];
}

async function replace({ root }: SampleSite, path: string, bytes: Uint8Array): Promise<void> {
  await rm(join(root, path));
  await writeFile(join(root, path), bytes);
}

function flip(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = Math.floor(random() * copy.length);
  copy.writeUInt8((copy[at] ?? 0) ^ (1 << Math.floor(random() * 8)), at);
  return copy;
}

function outsideOf({ root }: SampleSite): string {
  return `${root}-outside`;
}

/** Moves what stands there out of the tree, and puts a link to it in its place; what does not stand there is an empty folder outside. */
async function plant(site: SampleSite, path: string): Promise<void> {
  const outside = join(outsideOf(site), 'entry');
  await mkdir(dirname(outside), { recursive: true });
  await rename(join(site.root, path), outside).catch(() => mkdir(outside));
  await symlink(outside, join(site.root, path));
}

/** Publishes and collects: either is done or refused with a reason, and what lies outside stays as it is. */
async function change(site: SampleSite, counts: { refused: number; done: number }): Promise<readonly string[]> {
  const before = await describeTree(outsideOf(site));
  const failures: string[] = [];
  const changes = {
    publish: async () => publish({ ...publishOptions(site, [await writeSample({ name: 'next' }, site.signer), await writeSample({ name: 'sample-release', evr: { version: '2.0', release: '1' } }, site.signer)]), ...options(site, years[0]) }),
    gc: () => collectGarbage({ ...options(site, years[1]), nowSeconds: Date.parse(`${years[1]}-06-01T00:00:00Z`) / 1000 }),
  };
  for (const [name, run] of Object.entries(changes)) {
    const error: unknown = await run().then(() => undefined, (thrown: unknown) => thrown);
    if (error === undefined) counts.done += 1;
    else if (error instanceof ReleaseError) counts.refused += 1;
    else failures.push(`${name} ends with ${(error as Error).message}`);
  }
  if ((await describeTree(outsideOf(site))) !== before) failures.push('what lies outside was changed');
  return failures;
}

async function describeTree(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const lines = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const content = entry.isFile() ? (await readFile(path)).toString('latin1') : entry.isSymbolicLink() ? await readlink(path) : '';
    return `${path} ${content}`;
  });
  return (await Promise.all(lines)).sort().join('\n');
}
