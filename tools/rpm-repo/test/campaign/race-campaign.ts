import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { armorSignature } from '@bigpanda/signer';
import { ContentMemory, publish, renderDotRepo, serveRepository, type DotRepoOptions } from '../../src/index.ts';
import { createDnfClient, type DnfClient } from '../dnf-client.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from '../sample-repository.ts';

/** How clients reach what changes under them; `createrepo` is the naive way: createrepo_c in place, its signature afterwards. */
export type RaceWay = NonNullable<DotRepoOptions['via']> | 'createrepo';

export interface RaceSize {
  readonly way: RaceWay;
  readonly publishes: number;
  readonly clients: number;
}

export interface RaceReport {
  readonly way: RaceWay;
  readonly publishes: number;
  readonly refreshes: number;
  /** The first line that says "rror" of each refresh or install that failed. */
  readonly failures: readonly string[];
}

const run = promisify(execFile);

/** Publishes again and again while clients refresh and install without a pause, and counts what clients could not do. */
export async function campaign({ way, publishes, clients: clientCount }: RaceSize): Promise<RaceReport> {
  await using site = await createSite();
  const publisher = way === 'createrepo' ? await openNaive(site) : await openOurs(site);
  await publisher.publish(0);
  await using server = await serveRepository({ root: site.root, port: 0, config: sampleConfig });
  const dotRepo = way === 'createrepo' ? naiveDotRepo(server.url) : renderDotRepo(sampleConfig, 'testing', 'el9', { baseUrl: server.url, via: way });
  const clients = await Promise.all(Array.from({ length: clientCount }, () => createDnfClient(dotRepo)));
  const state = { done: false };
  const loops = clients.map((client) => refreshUntil(client, () => state.done));
  for (let number = 1; number <= publishes; number += 1) await publisher.publish(number);
  state.done = true;
  const outcomes = (await Promise.all(loops)).flat();
  for (const client of clients) await client[Symbol.asyncDispose]();
  return { way, publishes, refreshes: outcomes.length, failures: outcomes.filter((outcome) => outcome !== '') };
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

/** A refresh, then an install or an upgrade, again and again. */
async function refreshUntil(client: DnfClient, isDone: () => boolean): Promise<readonly string[]> {
  const failures: string[] = [];
  let isInstalled = false;
  while (!isDone()) {
    const refresh = await client.dnf('--refresh', 'makecache');
    failures.push(refresh.status === 0 ? '' : describeFailure(refresh.output));
    if (refresh.status !== 0) continue;
    const outcome = await client.dnf(isInstalled ? 'upgrade' : 'install', 'sample');
    isInstalled ||= outcome.status === 0;
    failures.push(outcome.status === 0 ? '' : describeFailure(outcome.output));
  }
  return failures;
}

function describeFailure(output: string): string {
  return output.split('\n').find((line) => line.includes('rror')) ?? output.slice(0, 200);
}
