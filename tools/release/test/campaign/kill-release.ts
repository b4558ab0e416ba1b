import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { listPackages, verifyRepository } from '@bigpanda/rpm-repo';
import { createDnfClient, seededRandom } from '@bigpanda/rpm-repo/testing';
import { describeKey, openKey } from '@bigpanda/signer';
import { makeKey, ReleaseSite } from '../release-site.ts';
import { copySite, fillDisk, runProgram, type SiteCopy } from '../site-copy.ts';
import { describeSite } from '../site-state.ts';

export interface CampaignSize {
  readonly seed: number;
  /** Kills at random instants. */
  readonly random: number;
  /** Every so many-th kill at a journal entry is made; all with 1. */
  readonly stride?: number;
  /** Runs on a disk that is full at a random place; none when absent. Needs the superuser. */
  readonly full?: number;
  /** After every so many-th kill the system's dnf looks at the channel as well; never when absent. */
  readonly dnfEvery?: number;
}

export interface KillFailure {
  readonly kill: string;
  readonly fact: string;
}

export interface KillReport {
  /** Runs that were cut off. */
  readonly kills: number;
  /** Of these, those that were cut off before anything was written, between begin and push, after the push, and not at all because they were done. */
  readonly found: Readonly<Record<'nothing' | 'before the push' | 'pushed' | 'finished', number>>;
  readonly dnfLooks: number;
  readonly failures: readonly KillFailure[];
}

/** How a run is cut off. */
type Kill = { readonly entry: number; readonly moment: 'before' | 'after' } | { readonly milliseconds: number } | { readonly freeBytes: number };

/** A release of the site writes less than this. */
const releaseBytes = 300_000;
const diskMegabytes = 64;

interface Scene {
  readonly site: ReleaseSite;
  readonly key: string;
  /** What is there before the release, and after one that nobody disturbed. */
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
  readonly seconds: number;
}

/** Kills a release at every entry of its journal and at random instants, in a copy of one workspace each time; looks at what others see, resumes, and compares with a release that nobody disturbed. */
export async function campaign({ seed, random, stride = 1, full = 0, dnfEvery }: CampaignSize): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  try {
    using site = new ReleaseSite(await makeKey(folder));
    const { scene, entries, milliseconds } = await prepare(site);
    const next = seededRandom(seed);
    const kills: Kill[] = [
      ...Array.from({ length: entries * 2 }, (_each, index): Kill => ({ entry: Math.floor(index / 2) + 1, moment: index % 2 === 0 ? 'before' : 'after' })).filter((_each, index) => index % stride === seed % stride),
      ...Array.from({ length: random }, (): Kill => ({ milliseconds: Math.floor(next() * milliseconds) })),
      ...Array.from({ length: full }, (): Kill => ({ freeBytes: Math.floor(next() * releaseBytes) })),
    ];
    const found = { nothing: 0, 'before the push': 0, pushed: 0, finished: 0 };
    const failures: KillFailure[] = [];
    let dnfLooks = 0;
    for (const [index, kill] of kills.entries()) {
      const looksByDnf = dnfEvery !== undefined && index % dnfEvery === 0;
      const outcome = await examine(scene, kill, looksByDnf);
      found[outcome.found] += 1;
      dnfLooks += Number(looksByDnf);
      if (outcome.fact !== undefined) failures.push({ kill: JSON.stringify(kill), fact: outcome.fact });
    }
    return { kills: kills.length, found, dnfLooks, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A workspace with one release behind it and one that is due; it is made once undisturbed. */
async function prepare(site: ReleaseSite): Promise<{ readonly scene: Scene; readonly entries: number; readonly milliseconds: number }> {
  const first = await site.run('release');
  if (first.status !== 0) throw new Error(first.stderr);
  site.commit('feat(alpha): more', { 'alpha/data.txt': 'alpha 2\n' });
  const seconds = site.seconds + 60;
  const before = describeSite(site);
  using reference = copySite(site, 'reference');
  const begun = Date.now();
  const { status, stderr } = await runProgram(reference, { seconds, verb: 'release', key: site.keyFile });
  if (status !== 0) throw new Error(stderr);
  const milliseconds = Date.now() - begun;
  const after = describeSite(reference);
  // One entry for the order, two for each step, of which the rehearsal has one here.
  return { scene: { site, key: site.keyFile, before, after, seconds }, entries: 20, milliseconds };
}

interface Outcome {
  readonly found: keyof KillReport['found'];
  /** What is wrong; absent when nothing is. */
  readonly fact?: string;
}

async function examine(scene: Scene, kill: Kill, looksByDnf: boolean): Promise<Outcome> {
  using copy = copySite(scene.site, 'killed', 'freeBytes' in kill ? diskMegabytes : undefined);
  const args = { seconds: scene.seconds, verb: 'release', key: scene.key };
  await cutOff(copy, kill, args);
  await waitForServer(copy.folder);
  const between = await lookBetween(scene, copy, looksByDnf);
  if (between.fact !== undefined) return between;
  const isOpen = existsSync(join(copy.root, '.git/bigpanda/release.jsonl')) && readFileSync(join(copy.root, '.git/bigpanda/release.jsonl'), 'utf8').includes('\n');
  if (between.found !== 'finished' || isOpen) {
    const { status, stderr } = await runProgram(copy, { ...args, verb: isOpen ? 'resume' : 'release' });
    if (status !== 0) return { ...between, fact: `${isOpen ? 'resume' : 'release'} ended with ${status}: ${stderr}` };
  }
  const now = describeSite(copy);
  const others = Object.keys(scene.after).filter((part) => now[part] !== scene.after[part]);
  return others.length === 0 ? between : { ...between, fact: `after resume other than undisturbed: ${others.map((part) => `${part}: ${firstDifference(now[part] ?? '', scene.after[part] ?? '')}`).join('; ')}` };
}

async function cutOff(copy: SiteCopy, kill: Kill, args: { readonly seconds: number; readonly verb: string; readonly key: string }): Promise<void> {
  if ('entry' in kill) await runProgram(copy, { ...args, entry: kill.entry, moment: kill.moment });
  else if ('milliseconds' in kill) await runProgram(copy, { ...args, killAfter: kill.milliseconds });
  else {
    fillDisk(copy.folder, kill.freeBytes);
    await runProgram(copy, args);
    fillDisk(copy.folder, diskMegabytes << 20);
  }
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
async function lookBetween(scene: Scene, copy: SiteCopy, looksByDnf: boolean): Promise<Outcome> {
  const now = describeSite(copy);
  const refs = 'refs of the remote';
  const isOld = now[refs] === scene.before[refs];
  if (!isOld && now[refs] !== scene.after[refs]) return { found: 'before the push', fact: `a part was pushed: ${now[refs] ?? ''}` };
  const found = classify(now, scene);
  const versions = (await listPackages(join(copy.root, 'build/repo'), 'stable', 'el9')).map(({ name, version }) => `${name}-${version}`).join(' ');
  const isGiven = versions === 'alpha-0.1.0 alpha-0.2.0 beta-0.1.0';
  if (!isGiven && versions !== 'alpha-0.1.0 beta-0.1.0') return { found, fact: `the channel gives out ${versions}` };
  if (isGiven && isOld) return { found, fact: 'the channel gives out what was not pushed' };
  const harm = (await verifyRepository(join(copy.root, 'build/repo'), { publicKeys: [await readPublicKey(scene)] })).filter(({ code }) => code !== 'LEFTOVER');
  if (harm.length > 0) return { found, fact: `clients see ${harm.map(({ code, file }) => `${code} ${file}`).join('; ')}` };
  const seen = looksByDnf ? await lookByDnf(copy) : undefined;
  return seen === undefined || seen === (isGiven ? 'alpha-0.2.0' : 'alpha-0.1.0') ? { found } : { found, fact: `dnf says ${seen}` };
}

/** How far a release came before it was cut off. */
function classify(now: Record<string, string>, { before, after }: Scene): Outcome['found'] {
  if (Object.keys(now).every((part) => now[part] === before[part])) return 'nothing';
  if (['refs of the clone', 'working tree', 'repository'].every((part) => now[part] === after[part])) return 'finished';
  return now['refs of the remote'] === before['refs of the remote'] ? 'before the push' : 'pushed';
}

async function readPublicKey({ key }: Scene): Promise<string> {
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

function firstDifference(left: string, right: string): string {
  const [now, then] = [left.split('\n'), right.split('\n')];
  const place = now.findIndex((line, index) => line !== then[index]);
  return `"${now[place] ?? 'nothing'}" instead of "${then[place === -1 ? now.length : place] ?? 'nothing'}"`;
}
