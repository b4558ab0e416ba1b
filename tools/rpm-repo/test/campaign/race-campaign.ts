import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { armorSignature } from '@bigpanda/signer';
import { ContentMemory, publish, renderDotRepo, serveRepository, type DotRepoOptions } from '../../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from '../sample-repository.ts';
import { createRaceClient, raceClientKinds, type RaceClient, type RaceClientKind } from './race-client.ts';

/** How clients reach what changes under them; `createrepo` is the naive way: createrepo_c in place, its signature afterwards. */
export type RaceWay = NonNullable<DotRepoOptions['via']> | 'createrepo';

export interface RaceSize {
  readonly way: RaceWay;
  readonly publishes: number;
  /** One loop each; two of dnf, one of librepo and one of zypper when absent. */
  readonly clients?: readonly RaceClientKind[];
  /** How long it rests after each publish; not at all when absent. */
  readonly pauseMilliseconds?: number;
}

export interface RaceReport {
  readonly way: RaceWay;
  readonly publishes: number;
  readonly seconds: number;
  /** What each kind of client did: refreshes, and installs where it installs. */
  readonly steps: Readonly<Record<RaceClientKind, number>>;
  /** Of each that failed: the kind of the client, and what it said of it first. */
  readonly failures: readonly string[];
}

const run = promisify(execFile);

/** Publishes again and again while clients refresh and install without a pause, and counts what clients could not do. */
export async function campaign({ way, publishes, clients: kinds = ['dnf', 'dnf', 'librepo', 'zypper'], pauseMilliseconds = 0 }: RaceSize): Promise<RaceReport> {
  await using site = await createSite();
  await using stack = new AsyncDisposableStack();
  const publisher = way === 'createrepo' ? await openNaive(site) : await openOurs(site);
  await publisher.publish(0);
  const server = stack.use(await serveRepository({ root: site.root, port: 0, config: sampleConfig }));
  const dotRepo = way === 'createrepo' ? naiveDotRepo(server.url) : renderDotRepo(sampleConfig, 'testing', 'el9', { baseUrl: server.url, via: way });
  const clients = await Promise.all(kinds.map(async (kind) => stack.use(await createRaceClient(kind, { dotRepo, publicKeyArmored: site.signer.publicKeyArmored }))));
  const state = { done: false };
  const start = performance.now();
  const loops = clients.map((client) => refreshUntil(client, () => state.done));
  for (let number = 1; number <= publishes; number += 1) {
    await publisher.publish(number);
    await sleep(pauseMilliseconds);
  }
  state.done = true;
  const outcomes = (await Promise.all(loops)).flat();
  const steps = Object.fromEntries(raceClientKinds.map((kind) => [kind, outcomes.filter((outcome) => outcome.kind === kind).length])) as Record<RaceClientKind, number>;
  return { way, publishes, seconds: Math.round((performance.now() - start) / 1000), steps, failures: outcomes.flatMap(({ kind, failure }) => (failure === undefined ? [] : [`${kind}: ${failure}`])) };
}

interface Publisher {
  readonly publish: (number: number) => Promise<unknown>;
}

async function openOurs(site: SampleSite): Promise<Publisher> {
  const memory = new ContentMemory();
  return { publish: async (number) => publish(publishOptions(site, [await makePackage(site, number)], { memory })) };
}

/** What many a CI job does. */
async function openNaive(site: SampleSite): Promise<Publisher> {
  const tree = join(site.root, 'naive');
  await mkdir(join(site.root, 'keys'), { recursive: true });
  await mkdir(tree, { recursive: true });
  await writeFile(join(site.root, 'keys/RPM-GPG-KEY-sample'), site.signer.publicKeyArmored);
  return {
    publish: async (number) => {
      await writeFile(join(tree, `sample-${number}.rpm`), (await makePackage(site, number)).bytes);
      await run('createrepo_c', ['--quiet', '--no-database', '--update', tree]);
      const signature = await site.signer.sign(await readFile(join(tree, 'repodata/repomd.xml')), 1_700_000_000);
      await writeFile(join(tree, 'repodata/repomd.xml.asc'), armorSignature(signature));
    },
  };
}

function naiveDotRepo(url: string): string {
  return `[naive]\nname=naive\nbaseurl=${url}/naive/\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\nskip_if_unavailable=0\ngpgkey=${url}/keys/RPM-GPG-KEY-sample\n`;
}

function makePackage(site: SampleSite, number: number) {
  return writeSample({ evr: { version: `1.${number}`, release: '1' } }, site.signer);
}

interface StepOutcome {
  readonly kind: RaceClientKind;
  /** Absent when it did well. */
  readonly failure: string | undefined;
}

async function refreshUntil({ kind, steps }: RaceClient, isDone: () => boolean): Promise<readonly StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  while (!isDone()) {
    for (const step of steps) {
      const { status, output } = await step();
      const failure = status === 0 ? undefined : describeFailure(output);
      outcomes.push({ kind, failure });
      if (failure !== undefined) break;
    }
  }
  return outcomes;
}

function describeFailure(output: string): string {
  return (output.split('\n').find((line) => /rror.{12}/.test(line)) ?? output).slice(0, 160);
}
