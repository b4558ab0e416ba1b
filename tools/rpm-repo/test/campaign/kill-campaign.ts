import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { listPackages, publish, renderDotRepo, verifyRepository } from '../../src/index.ts';
import { createDnfClient, type DnfClient } from '../dnf-client.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from '../sample-repository.ts';
import { startPublisher } from './publisher.ts';

export interface KillSize {
  readonly seed: number;
  /** Publishers that are killed, each at a moment by chance. */
  readonly kills: number;
  /** Publishes onto a disk with too little room, by chance. */
  readonly fullDisks: number;
  /** How many publish at once, round after round. */
  readonly crowds: readonly number[];
  /** After how many states dnf reads the repository too; after none when absent. */
  readonly clientEvery?: number;
}

export interface KillReport {
  /** Publishers that were killed before and after they had done it. */
  readonly killed: { readonly before: number; readonly after: number };
  /** Publishes that found too little room. */
  readonly full: number;
  /** Of those at once: how many were accepted, and how many were told that another one is at work. */
  readonly crowded: { readonly accepted: number; readonly refused: number };
  /** States that dnf read. */
  readonly clientReads: number;
  readonly failures: readonly string[];
}

const run = promisify(execFile);
/** A publish takes about so long, and twice as long on a busy machine. */
const killWithinMilliseconds = 250;
const diskBytes = 4 << 20;
/** After so many there is not much room for another on the small disk. */
const publishesPerRepository = 20;
/** A publish of the sample needs less. */
const roomBytes = 120_000;

/** Kills publishers, fills disks and lets publishers meet; after each, the state has to verify, the next publish to clean up, and all that was accepted to be there. */
export async function campaign({ seed, kills, fullDisks, crowds, clientEvery = 0 }: KillSize): Promise<KillReport> {
  const random = seededRandom(seed);
  const [killing, filling, crowding] = [await World.open(clientEvery), await World.open(clientEvery, 'disk/repo'), await World.open(clientEvery)];
  await using stack = new AsyncDisposableStack();
  for (const world of [killing, filling, crowding]) stack.use(world);
  const killed = await killPublishers(killing, kills, random);
  const full = await fillDisks(filling, fullDisks, random);
  const crowded = await meet(crowding, crowds);
  const worlds = [killing, filling, crowding];
  return { killed, full, crowded, clientReads: worlds.reduce((sum, world) => sum + world.clientReads, 0), failures: worlds.flatMap((world) => world.failures) };
}

async function killPublishers(world: World, kills: number, random: () => number): Promise<KillReport['killed']> {
  const killed = { before: 0, after: 0 };
  for (let index = 0; index < kills; index += 1) {
    const publisher = await startPublisher(world.site);
    const said = publisher.publish(await world.makeFile(`killed-${index}`));
    await sleep(random() * killWithinMilliseconds);
    publisher.kill();
    const isAccepted = (await said) === 'published';
    if (isAccepted) world.accept(`killed-${index}`);
    killed[isAccepted ? 'after' : 'before'] += 1;
    await world.examine(`kill ${index}`);
    if (index % publishesPerRepository === publishesPerRepository - 1) await world.restart();
  }
  return killed;
}

async function fillDisks(world: World, times: number, random: () => number): Promise<number> {
  if (times === 0) return 0;
  const disk = join(world.site.root, '..');
  await mkdir(disk);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', disk]);
  const ballast = join(disk, 'ballast');
  let full = 0;
  try {
    await world.publish('first');
    for (let index = 0; index < times; index += 1) {
      const { bavail, bsize } = await statfs(disk);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - Math.floor(random() * roomBytes))));
      const error = await world.publish(`full-${index}`).then(() => undefined, (cause: unknown) => cause as NodeJS.ErrnoException);
      if (error !== undefined && error.code !== 'ENOSPC') world.failures.push(`full disk ${index}: ${error.message}`);
      full += error === undefined ? 0 : 1;
      await world.examineState(`full disk ${index}`);
      await rm(ballast);
      await world.examine(`full disk ${index}`);
      if (index % publishesPerRepository === publishesPerRepository - 1) await world.restart();
    }
  } finally {
    await run('umount', [disk]);
  }
  return full;
}

async function meet(world: World, crowds: readonly number[]): Promise<KillReport['crowded']> {
  const crowded = { accepted: 0, refused: 0 };
  for (const [round, size] of crowds.entries()) {
    const names = Array.from({ length: size }, (_, index) => `crowd-${round}-${index}`);
    const publishers = await Promise.all(names.map(async (name) => ({ name, file: await world.makeFile(name), publisher: await startPublisher(world.site) })));
    const outcomes = await Promise.all(publishers.map(async ({ name, file, publisher }) => ({ name, said: await publisher.publish(file) })));
    for (const { name, said } of outcomes) {
      if (said === 'published') world.accept(name);
      else if (said !== 'REPOSITORY_LOCKED') world.failures.push(`crowd ${round}: "${name}" ended with "${said}"`);
      crowded[said === 'published' ? 'accepted' : 'refused'] += 1;
    }
    if (outcomes.every(({ said }) => said !== 'published')) world.failures.push(`crowd ${round}: nobody published`);
    await world.examine(`crowd ${round}`);
  }
  return crowded;
}

/** A repository, what was accepted into it, and a client that reads it. */
class World implements AsyncDisposable {
  readonly site: SampleSite;
  readonly failures: string[] = [];
  clientReads = 0;
  readonly #client: DnfClient;
  readonly #clientEvery: number;
  #accepted: string[] = [];
  #states = 0;

  private constructor(site: SampleSite, client: DnfClient, clientEvery: number) {
    [this.site, this.#client, this.#clientEvery] = [site, client, clientEvery];
  }

  /** @param root of the repository, below the folder of the site */
  static async open(clientEvery: number, root = 'repo'): Promise<World> {
    const made = await createSite();
    const site = { ...made, root: join(made.folder, root) };
    return new World(site, await createDnfClient(renderDotRepo(sampleConfig, 'testing', 'el9', { baseUrl: `file://${site.root}`, via: 'baseurl' })), clientEvery);
  }

  accept(name: string): void {
    this.#accepted.push(name);
  }

  async makeFile(name: string): Promise<string> {
    const { file, bytes } = await writeSample({ name }, this.site.signer);
    await writeFile(join(this.site.folder, file), bytes);
    return join(this.site.folder, file);
  }

  /** Publishes in this process. */
  async publish(name: string): Promise<void> {
    await publish(publishOptions(this.site, [await writeSample({ name }, this.site.signer)]));
    this.accept(name);
  }

  /** An empty repository again. */
  async restart(): Promise<void> {
    await rm(this.site.root, { recursive: true });
    this.#accepted = [];
    await this.publish('first');
  }

  /** What a reader meets: whole, with all that was accepted; what is left over is for the next publish. */
  async examineState(when: string): Promise<void> {
    await this.#expect(when, ['LEFTOVER']);
    this.#states += 1;
    if (this.#clientEvery === 0 || this.#states % this.#clientEvery !== 0) return;
    const { status, output } = await this.#client.dnf('--refresh', 'makecache');
    this.clientReads += 1;
    if (status !== 0) this.failures.push(`${when}: dnf: ${output.slice(0, 300)}`);
  }

  /** As `examineState`; then the next publish, which leaves nothing over. */
  async examine(when: string): Promise<void> {
    await this.examineState(when);
    await this.publish(`next-${this.#accepted.length}`);
    await this.#expect(`${when}, published next`, []);
  }

  async #expect(when: string, pardoned: readonly string[]): Promise<void> {
    const findings = await verifyRepository(this.site.root, { publicKeys: [this.site.signer.publicKeyArmored] });
    const harmful = findings.filter(({ code }) => !pardoned.includes(code));
    this.failures.push(...harmful.map(({ code, file, message }) => `${when}: ${code} ${file} ${message}`));
    const names = new Set((await listPackages(this.site.root, 'testing', 'el9')).map(({ name }) => name));
    this.failures.push(...this.#accepted.filter((name) => !names.has(name)).map((name) => `${when}: lost "${name}"`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
  }
}
