import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listPackages, verifyRepository } from '@bigpanda/rpm-repo';
import { createDnfClient, seededRandom } from '@bigpanda/rpm-repo/testing';
import { describeKey, openKey } from '@bigpanda/signer';
import { describeParts, npmVariables, prepareScene, siteFiles, siteNames, type KilledScene, type SiteParts } from '../killed-scene.ts';
import { obstacles } from '../release-obstacles.ts';
import { makeKey, ReleaseSite } from '../release-site.ts';
import { copySite, fillDisk, runProgram, type ProgramRun, type SiteCopy } from '../site-copy.ts';
import { openSmallRegistry } from '../small-registry.ts';

export interface CampaignSize {
  readonly seed: number;
  /** Kills at random instants. */
  readonly random: number;
  /** Every so many-th kill at a journal entry is made; all with 1. */
  readonly stride?: number;
  /** Runs on a disk that is full at a random place; none when absent. Needs the superuser. */
  readonly full?: number;
  /** Runs for each obstacle: killed at a random entry, then gone on with while it stands in the way. */
  readonly blocked?: number;
  /** Runs that are killed at a random entry, then gone on with by two at once. */
  readonly twice?: number;
  /** Runs in which two clones release at once to the same remote, repository and registry. */
  readonly races?: number;
  /** After every so many-th kill the system's dnf looks at the channel as well; never when absent. */
  readonly dnfEvery?: number;
  /** Where npm packages go: to one in memory, which starts at once, or to the verdaccio of the checkout, which runs in what is killed. */
  readonly registry?: 'memory' | 'local';
  /** Told of each run. */
  readonly verbose?: boolean;
}

export interface KillFailure {
  readonly kill: string;
  readonly fact: string;
}

export interface KillReport {
  /** Runs that were cut off. */
  readonly kills: number;
  /** Entries of the journal of an undisturbed release. */
  readonly entries: number;
  /** Of the runs, those that were cut off before anything was written, between begin and push, after the push, and not at all because they were done. */
  readonly found: Readonly<Record<'nothing' | 'before the push' | 'pushed' | 'finished', number>>;
  /** By obstacle, runs that it stopped. */
  readonly stopped: Readonly<Record<string, number>>;
  readonly dnfLooks: number;
  readonly failures: readonly KillFailure[];
}

/** How a run is cut off. */
type Kill =
  | { readonly entry: number; readonly moment: 'before' | 'after' } | { readonly milliseconds: number } | { readonly freeBytes: number }
  | { readonly entry: number; readonly obstacle: string } | { readonly entry: number; readonly twice: true } | { readonly race: number };

/** A release of the site writes less than this. */
const releaseBytes = 300_000;
const diskMegabytes = 64;

/** Kills a release at every entry of its journal and at random instants, in a copy of one workspace each time; looks at what others see, resumes, and compares with a release that nobody disturbed. */
export async function campaign(size: CampaignSize): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  await using registry = size.registry === 'local' ? undefined : await openSmallRegistry();
  try {
    using site = new ReleaseSite(await makeKey(folder), { names: siteNames, files: siteFiles, programs: ['git', 'npm', 'node'], env: npmVariables(registry) });
    return await killAll(await prepareScene(site, registry), size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killAll(scene: KilledScene, size: CampaignSize): Promise<KillReport> {
  const found = { nothing: 0, 'before the push': 0, pushed: 0, finished: 0 };
  const stopped: Record<string, number> = {};
  const failures: KillFailure[] = [];
  const kills = listKills(scene, size);
  let dnfLooks = 0;
  for (const [index, kill] of kills.entries()) {
    const looksByDnf = size.dnfEvery !== undefined && index % size.dnfEvery === 0;
    const outcome = 'race' in kill ? await examineRace(scene) : await examine(scene, kill, looksByDnf);
    found[outcome.found] += 1;
    dnfLooks += Number(looksByDnf && !('race' in kill));
    if ('obstacle' in kill) stopped[kill.obstacle] = (stopped[kill.obstacle] ?? 0) + Number(outcome.isStopped === true);
    if (outcome.fact !== undefined) failures.push({ kill: JSON.stringify(kill), fact: outcome.fact });
    if (size.verbose === true) process.stderr.write(`${index + 1} of ${kills.length} ${JSON.stringify(kill)} ${outcome.found} ${outcome.fact ?? ''}\n`);
  }
  return { kills: kills.length, entries: scene.entries, found, stopped, dnfLooks, failures };
}

function listKills({ entries, milliseconds }: KilledScene, { seed, random, stride = 1, full = 0, blocked = 0, twice = 0, races = 0 }: CampaignSize): readonly Kill[] {
  const next = seededRandom(seed);
  const entry = (): number => 2 + Math.floor(next() * (entries - 1));
  return [
    ...obstacles.flatMap(({ name }) => Array.from({ length: blocked }, (): Kill => ({ entry: entry(), obstacle: name }))),
    ...Array.from({ length: twice }, (): Kill => ({ entry: entry(), twice: true })),
    ...Array.from({ length: races }, (_each, race): Kill => ({ race })),
    ...Array.from({ length: entries * 2 }, (_each, index): Kill => ({ entry: Math.floor(index / 2) + 1, moment: index % 2 === 0 ? 'before' : 'after' })).filter((_each, index) => index % stride === seed % stride),
    ...Array.from({ length: random }, (): Kill => ({ milliseconds: Math.floor(next() * milliseconds) })),
    ...Array.from({ length: full }, (): Kill => ({ freeBytes: Math.floor(next() * releaseBytes) })),
  ];
}

interface Outcome {
  readonly found: keyof KillReport['found'];
  /** What is wrong; absent when nothing is. */
  readonly fact?: string;
  /** Whether what stood in the way stopped the run. */
  readonly isStopped?: boolean;
}

async function examine(scene: KilledScene, kill: Exclude<Kill, { readonly race: number }>, looksByDnf: boolean): Promise<Outcome> {
  using copy = copySite(scene.site, 'killed', 'freeBytes' in kill ? diskMegabytes : undefined);
  scene.registry?.putBack();
  const isStopped = await cutOff(scene, copy, kill);
  await waitForServer(copy.folder);
  const between = { ...await lookBetween(scene, copy, looksByDnf), isStopped };
  if (between.fact !== undefined) return between;
  if (between.found !== 'finished' || isOpen(copy)) {
    const verb = isOpen(copy) ? 'resume' : 'release';
    const { status, stderr } = await runProgram(copy, { ...scene.args, verb });
    if (status !== 0) return { ...between, fact: `${verb} ended with ${status}: ${stderr}` };
  }
  const others = listDifferences(describeParts(copy, scene.registry), scene.after);
  return others.length === 0 ? between : { ...between, fact: `after resume other than undisturbed: ${others.join('; ')}` };
}

/** Cuts a release of a copy off. @returns whether what stood in its way then stopped it */
async function cutOff({ args, registry }: KilledScene, copy: SiteCopy, kill: Exclude<Kill, { readonly race: number }>): Promise<boolean> {
  if ('milliseconds' in kill) await runProgram(copy, { ...args, killAfter: kill.milliseconds });
  else if ('freeBytes' in kill) {
    fillDisk(copy.folder, kill.freeBytes);
    await runProgram(copy, args);
    fillDisk(copy.folder, diskMegabytes << 20);
  } else if ('moment' in kill) await runProgram(copy, { ...args, entry: kill.entry, moment: kill.moment });
  else {
    await runProgram(copy, { ...args, entry: kill.entry, moment: 'before' });
    const lower = 'obstacle' in kill ? obstacles.find(({ name }) => name === kill.obstacle)?.raise(copy, registry) : undefined;
    const goOn = { ...args, verb: 'resume' };
    const runs = await Promise.all(['obstacle' in kill ? [goOn] : [goOn, goOn]].flat().map((each) => runProgram(copy, each)));
    lower?.();
    return runs.some(({ status }) => status !== 0);
  }
  return false;
}

/** Two clones release at once: the refs are those of the one or of the other, its packages are what everybody gets, and the loser can take its own back. */
async function examineRace(scene: KilledScene): Promise<Outcome> {
  const { site, registry, args } = scene;
  using copy = copySite(site, 'race');
  registry?.putBack();
  const other = join(copy.folder, 'other');
  site.gitIn(copy.folder, 'clone', '-q', 'remote.git', other);
  for (const [name, value] of [['user.name', 'A'], ['user.email', 'a@panda.test'], ['remote.origin.receivepack', 'setsid git-receive-pack']] as const) site.gitIn(other, 'config', name, value);
  site.gitIn(other, 'fetch', '-q', '../clone', 'main');
  site.gitIn(other, 'merge', '-q', '--ff-only', 'FETCH_HEAD');
  const clones: readonly { readonly root: string; readonly run: ProgramRun }[] = [
    { root: copy.root, run: args },
    { root: other, run: { ...args, seconds: args.seconds + 1, env: { ...args.env, KILLED_RELEASE_REPOSITORY: join(copy.root, 'build/repo') } } },
  ];
  const outcomes = await Promise.all(clones.map(({ root, run }) => runProgram({ root }, run)));
  await waitForServer(copy.folder);
  for (const [index, { root, run }] of clones.entries()) {
    if (outcomes[index]?.status === 0 || !isOpen({ root })) continue;
    // Who lost the push takes all back; who only waited for the other one's lock goes on.
    const ended = await runProgram({ root }, { ...run, verb: 'resume' });
    const taken = ended.status === 0 ? ended : await runProgram({ root }, { ...run, verb: 'abort' });
    if (taken.status !== 0) return { found: 'pushed', fact: `the loser can neither go on nor go back: ${ended.stderr} ${taken.stderr}` };
  }
  const fact = await judgeRace(scene, copy, other);
  return fact === undefined ? { found: 'finished' } : { found: 'pushed', fact };
}

async function judgeRace(scene: KilledScene, copy: SiteCopy, other: string): Promise<string | undefined> {
  const parts = describeParts(copy, scene.registry);
  const tags = [...(parts['refs of the remote'] ?? '').matchAll(/refs\/tags\/(\S+)/g)].map(([, tag]) => tag).join(' ');
  if (tags !== '@sample/lib-0.1.0 @sample/lib-0.2.0 alpha-0.1.0 alpha-0.2.0 beta-0.1.0') return `the remote has the tags ${tags}`;
  if (parts['npm registry']?.split('\n').length !== 3) return `npm has ${parts['npm registry'] ?? ''}`;
  const given = await listGiven(copy);
  if (given !== givenAfter) return `the channel gives out ${given}`;
  const clones = [copy.root, other].map((root) => scene.site.gitIn(root, 'rev-parse', 'HEAD'));
  const head = /^refs\/heads\/main (\S+)/m.exec(parts['refs of the remote'] ?? '')?.[1] ?? '';
  if (!clones.includes(head)) return `the remote is at ${head}, the clones at ${clones.join(' and ')}`;
  return listHarm(scene, copy);
}

function isOpen({ root }: Pick<SiteCopy, 'root'>): boolean {
  const journal = join(root, '.git/bigpanda/release.jsonl');
  return existsSync(journal) && readFileSync(journal, 'utf8').includes('\n');
}

/** Waits until no process works below a folder: the server of a killed push ends by itself. */
async function waitForServer(folder: string): Promise<void> {
  for (let left = 100; left > 0; left -= 1) {
    const folders = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(readWorkingFolder);
    if (!folders.some((each) => each.startsWith(`${folder}/`))) return;
    await setTimeout(50);
  }
  throw new Error(`a process goes on below ${folder}`);
}

/** Empty for a process that is gone. */
function readWorkingFolder(process: string): string {
  try {
    return readlinkSync(`/proc/${process}/cwd`);
  } catch {
    return '';
  }
}

/** What everybody else sees while the release is cut off: all of it or nothing. */
async function lookBetween(scene: KilledScene, copy: SiteCopy, looksByDnf: boolean): Promise<Outcome> {
  const now = describeParts(copy, scene.registry);
  const found = classify(now, scene);
  const given = await listGiven(copy);
  const fact = judgeParts(now, given, scene) ?? await listHarm(scene, copy);
  if (fact !== undefined || !looksByDnf) return { found, ...(fact === undefined ? {} : { fact }) };
  const seen = await lookByDnf(copy);
  return seen === (given === givenAfter ? 'alpha-0.2.0' : 'alpha-0.1.0') ? { found } : { found, fact: `dnf says ${seen}` };
}

/** What the channel gives out before the release and after it. */
const givenBefore = 'alpha-0.1.0 beta-0.1.0';
const givenAfter = 'alpha-0.1.0 alpha-0.2.0 beta-0.1.0';

/** What others must not see; absent where all is well. */
function judgeParts(now: SiteParts, given: string, { before, after }: KilledScene): string | undefined {
  const isStateOf = (part: string, parts: SiteParts): boolean => now[part] === parts[part];
  const [refs, npm] = ['refs of the remote', 'npm registry'] as const;
  const isPushed = !isStateOf(refs, before);
  if (isPushed && !isStateOf(refs, after)) return `a part was pushed: ${now[refs] ?? ''}`;
  if (given !== givenBefore && given !== givenAfter) return `the channel gives out ${given}`;
  if (given === givenAfter && !isPushed) return 'the channel gives out what was not pushed';
  return isStateOf(npm, before) || (isPushed && isStateOf(npm, after)) ? undefined : `npm gives out ${now[npm] ?? ''}`;
}

async function listGiven({ root }: SiteCopy): Promise<string> {
  return (await listPackages(join(root, 'build/repo'), 'stable', 'el9')).map(({ name, version }) => `${name}-${version}`).join(' ');
}

/** What clients could not use; absent where all is well. */
async function listHarm(scene: KilledScene, { root }: SiteCopy): Promise<string | undefined> {
  const harm = (await verifyRepository(join(root, 'build/repo'), { publicKeys: [await readPublicKey(scene)] })).filter(({ code }) => code !== 'LEFTOVER');
  return harm.length === 0 ? undefined : `clients see ${harm.map(({ code, file }) => `${code} ${file}`).join('; ')}`;
}

/** How far a release came before it was cut off. */
function classify(now: SiteParts, { before, after }: KilledScene): Outcome['found'] {
  if (Object.keys(now).every((part) => now[part] === before[part])) return 'nothing';
  if (['refs of the clone', 'working tree', 'repository', 'npm registry'].every((part) => now[part] === after[part])) return 'finished';
  return now['refs of the remote'] === before['refs of the remote'] ? 'before the push' : 'pushed';
}

async function readPublicKey({ args: { key } }: KilledScene): Promise<string> {
  const { publicKeyArmored } = await openKey({ environment: { BIGPANDA_KEY_FILE: key }, name: 'sample' });
  return (await describeKey(publicKeyArmored, key)).publicKeyArmored;
}

/** The newest alpha that a machine would install, as its mirrorlist leads it; both signatures are checked. */
async function lookByDnf({ root }: SiteCopy): Promise<string> {
  const repository = join(root, 'build/repo');
  const [line = ''] = readFileSync(join(repository, 'channels/stable/el9.mirrorlist'), 'utf8').split('\n');
  const url = line.replace('https://packages.example/sample', `file://${repository}`);
  await using client = await createDnfClient(`[sample]\nname=sample\nbaseurl=${url}\ngpgcheck=1\nrepo_gpgcheck=1\ngpgkey=file://${repository}/keys/RPM-GPG-KEY-sample\nskip_if_unavailable=0\n`);
  const { status, output } = await client.dnf('install', 'alpha');
  if (status !== 0) return output;
  return (await client.rpm('-q', '--qf', '%{NAME}-%{VERSION}', '--dbpath', '/usr/lib/sysimage/rpm', 'alpha')).stdout;
}

/** Parts that differ, each with the first line in which they do. */
function listDifferences(now: SiteParts, wanted: SiteParts): readonly string[] {
  return Object.keys(wanted).filter((part) => now[part] !== wanted[part]).map((part) => `${part}: ${firstDifference(now[part] ?? '', wanted[part] ?? '')}`);
}

function firstDifference(left: string, right: string): string {
  const [now, then] = [left.split('\n'), right.split('\n')];
  const place = now.findIndex((line, index) => line !== then[index]);
  return `"${now[place] ?? 'nothing'}" instead of "${then[place === -1 ? now.length : place] ?? 'nothing'}"`;
}
