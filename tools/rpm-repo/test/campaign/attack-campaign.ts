import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { listPackages, publish } from '../../src/index.ts';
import { runProgram } from '../dnf-client.ts';
import { createSite, publishOptions, writeSample, type SampleSite } from '../sample-repository.ts';

export interface AttackSize {
  readonly seed: number;
  /** Packages that are spoiled and given to `add`. */
  readonly mutations: number;
}

export interface AttackReport {
  readonly mutations: number;
  /** Those that were refused, each with a reason. */
  readonly refused: number;
  /** Those whose header and payload are the very ones that were signed, and that rpm takes as well: changed in the lead, or where the signature header says what nobody needs. */
  readonly harmless: number;
  readonly failures: readonly string[];
}

type Random = () => number;

/** Bytes of the lead and of the signature header, which no signature covers; rpm reads neither for what a package is. */
const leadBytes = 96;

const mutations: Readonly<Record<string, (bytes: Buffer, random: Random, other: Buffer) => Buffer>> = {
  flip: (bytes, random) => change(bytes, (copy) => { const at = pick(copy.length, random); copy.writeUInt8((copy[at] ?? 0) ^ (1 << pick(8, random)), at); }),
  truncate: (bytes, random) => bytes.subarray(0, pick(bytes.length, random)),
  extend: (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + pick(64, random), 7)]),
  overwrite: (bytes, random) => change(bytes, (copy) => { const at = pick(copy.length, random); copy.fill(pick(256, random), at, Math.min(copy.length, at + 1 + pick(32, random))); }),
  splice: (bytes, random, other) => { const at = pick(Math.min(bytes.length, other.length), random); return Buffer.concat([bytes.subarray(0, at), other.subarray(at)]); },
  repeat: (bytes, random) => { const at = pick(bytes.length, random); return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 1 - pick(64, random)))]); },
};

/** Spoils packages in every way and gives each to `add`: it is refused with a reason, and nothing is published. */
export async function campaign({ seed, mutations: count }: AttackSize): Promise<AttackReport> {
  await using site = await createSite();
  const random = seededRandom(seed);
  await publish(publishOptions(site, [await writeSample({ name: 'good' }, site.signer)]));
  const [one, other] = [await makeBytes(site, 'one'), await makeBytes(site, 'other')];
  const [names, pointer] = [Object.keys(mutations), join(site.root, 'channels/testing/el9.json')];
  const before = await readFile(pointer, 'utf8');
  const rpm = await openRpm(site);
  const failures: string[] = [];
  let [refused, harmless] = [0, 0];
  for (let round = 0; round < count; round += 1) {
    const name = names[round % names.length] ?? '';
    const bytes = mutations[name]?.(one, random, other) ?? one;
    const outcome = await add(site, bytes);
    if (outcome === 'refused') refused += 1;
    else if (outcome === 'accepted' && isSame(bytes, one, other) && (await rpm.accepts(join(site.folder, 'spoiled.rpm')))) harmless += 1;
    else failures.push(`round ${round}, ${name}: ${outcome}`);
  }
  if ((await readFile(pointer, 'utf8')) !== before) failures.push('the pointer of the channel was moved');
  if ((await listPackages(site.root, 'testing', 'el9')).length !== 1) failures.push('something was published');
  return { mutations: count, refused, harmless, failures };
}

/** What the system's rpm says of a file, with the key of the site and no file without a signature. */
async function openRpm({ folder, signer }: SampleSite): Promise<{ readonly accepts: (file: string) => Promise<boolean> }> {
  const [database, key] = [join(folder, 'rpmdb'), join(folder, 'key.asc')];
  await writeFile(key, signer.publicKeyArmored);
  const keys = (...args: readonly string[]) => runProgram('rpmkeys', ['--dbpath', database, '--define', '_pkgverify_level all', ...args], process.env);
  await keys('--import', key);
  return { accepts: async (file) => (await keys('-K', file)).status === 0 };
}

async function makeBytes(site: SampleSite, name: string): Promise<Buffer> {
  const { bytes } = await writeSample({ name, description: `The package ${name}.`, scriptlets: { post: { body: 'true\n' } } }, site.signer);
  return Buffer.from(bytes);
}

/** A dry run, so that what is accepted does not change what comes next. */
async function add(site: SampleSite, bytes: Buffer): Promise<string> {
  const file = join(site.folder, 'spoiled.rpm');
  await writeFile(file, bytes);
  return publish(publishOptions(site, [file], { dryRun: true })).then(() => 'accepted', (error: unknown) => {
    if (error instanceof ReleaseError && error.code === 'PUBLISH_REFUSED' && error.problems.every(({ found, allowed }) => found !== '' && allowed !== '')) return 'refused';
    return `${(error as Error).name} ${(error as Error).message}`.slice(0, 200);
  });
}

/** Whether what the signature covers is that of a good package: the end of the file from the main header on. */
function isSame(bytes: Buffer, ...good: readonly Buffer[]): boolean {
  return good.some((each) => bytes.length === each.length && bytes.subarray(mainHeaderStart(each)).equals(each.subarray(mainHeaderStart(each))));
}

/** The signature header's index and store stand after the lead and fill up to a multiple of eight. */
function mainHeaderStart(bytes: Buffer): number {
  const [entries, storeBytes] = [bytes.readUInt32BE(leadBytes + 8), bytes.readUInt32BE(leadBytes + 12)];
  return Math.ceil((leadBytes + 16 + entries * 16 + storeBytes) / 8) * 8;
}

function change(bytes: Buffer, edit: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  edit(copy);
  return copy;
}

function pick(count: number, random: Random): number {
  return Math.floor(random() * count);
}
