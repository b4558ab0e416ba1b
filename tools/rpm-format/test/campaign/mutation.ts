import { zstdCompressSync } from 'node:zlib';
import { readRpm } from '@bigpanda/rpm-format';
import { featureSpec } from '../feature-spec.ts';
import { buildPeer, gzip, makeFolder, sampleSpec, writeBytes } from '../fixture.ts';
import { seededRandom } from '../seeded-random.ts';
import { makeVersion6 } from '../version-6.ts';

const extremes = [0, 1, 2, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];
const evilNames = ['/../../../etc', '/..', '../../x', '//', '/.', '\0\0', '/proc/1/mem', './../../', '/etc/passwd'];
type Random = () => number;
type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** Ways to spoil a package. */
const mutations: Readonly<Record<string, Mutation>> = {
  flips: (bytes, random) => repeat(random, 20, (at) => bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8)), at), bytes),
  headerFlips: (bytes, random) => repeat(random, 8, (at) => bytes.writeUInt8(Math.floor(random() * 256), at % headerEnd(bytes)), bytes),
  truncation: (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  lyingLengths: (bytes, random) => repeat(random, 4, (at) => writeWord(bytes, at - (at % 4), extremes[Math.floor(random() * extremes.length)] ?? 0), bytes),
  lyingEntries: (bytes, random) => repeat(random, 3, () => writeWord(bytes, pickEntry(bytes, random) + 4 * Math.floor(random() * 4), pickNumber(bytes, random)), bytes),
  cycles: (bytes, random) => repeat(random, 6, () => bytes.copyWithin(pickEntry(bytes, random), ...entryRange(bytes, random)), bytes),
  splices: (bytes, random) => {
    const [from, to] = [pick(bytes.length, random), pick(bytes.length, random)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to, to + pick(5_000, random)), bytes.subarray(from)]);
  },
  evilNames: (bytes, random) => repeat(random, 5, (at) => bytes.write(evilNames[Math.floor(random() * evilNames.length)] ?? '', at % headerEnd(bytes)), bytes),
  bombs: (bytes, random) => Buffer.concat([bytes.subarray(0, headerEnd(bytes)), bombs[pick(bombs.length, random)] ?? Buffer.alloc(0)]),
};

/** Payloads that grow: many zeros, many zeros in many frames, or nothing in very many frames. */
const bombs: readonly Buffer[] = [
  zstdCompressSync(Buffer.alloc(30_000_000)),
  repeatFrame(zstdCompressSync(Buffer.alloc(1_000_000)), 60),
  repeatFrame(zstdCompressSync(Buffer.alloc(0)), 50_000),
];

function repeatFrame(frame: Buffer, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

/** Packages that are spoiled: ours, rpmbuild's and one of version 6, with each codec. */
async function makePackages(): Promise<readonly Buffer[]> {
  await using folder = await makeFolder();
  return [
    await writeBytes(sampleSpec),
    await writeBytes(sampleSpec, gzip),
    await writeBytes(featureSpec),
    makeVersion6(),
    await buildPeer(folder.path, 'w3.zstdio'),
    await buildPeer(folder.path, 'w9.gzdio'),
    await buildPeer(folder.path, 'w2.xzdio'),
  ];
}

/** A spoiled package of each round, and how it was spoiled; the same for the same seed. */
export async function* spoilPackages(seed: number, rounds: number): AsyncIterable<{ readonly name: string; readonly bytes: Buffer }> {
  const random = seededRandom(seed);
  const packages = await makePackages();
  const names = Object.keys(mutations);
  for (let round = 0; round < rounds; round += 1) {
    const name = names[round % names.length] ?? '';
    yield { name, bytes: mutations[name]?.(Buffer.from(packages[pick(packages.length, random)] ?? []), random) ?? Buffer.alloc(0) };
  }
}

function repeat(random: Random, most: number, change: (at: number) => void, bytes: Buffer): Buffer {
  const times = 1 + pick(most, random);
  for (let time = 0; time < times; time += 1) change(pick(bytes.length - 16, random));
  return bytes;
}

function pick(limit: number, random: Random): number {
  return Math.floor(random() * Math.max(1, limit));
}

function pickNumber(bytes: Buffer, random: Random): number {
  return random() < 0.5 ? (extremes[pick(extremes.length, random)] ?? 0) : pick(bytes.length, random);
}

/** Where the payload begins; the headers of the packages that are spoiled can be read. */
function headerEnd(bytes: Buffer): number {
  try {
    return readRpm(bytes).header.end;
  } catch {
    return Math.min(bytes.length, 6_000);
  }
}

/** Offset of some index entry of some header. */
function pickEntry(bytes: Buffer, random: Random): number {
  const starts = [96, bytes.indexOf(Buffer.from('8eade801', 'hex'), 100)].filter((start) => start > 0);
  const start = starts[pick(starts.length, random)] ?? 96;
  const count = Math.min(200, bytes.length < start + 16 ? 0 : bytes.readUInt32BE(start + 8));
  return Math.min(bytes.length - 16, start + 16 + 16 * pick(count, random));
}

function entryRange(bytes: Buffer, random: Random): [number, number] {
  const start = pickEntry(bytes, random);
  return [start, start + 16];
}

function writeWord(bytes: Buffer, at: number, value: number): void {
  if (at >= 0 && at + 4 <= bytes.length) bytes.writeUInt32BE(value >>> 0, at);
}
