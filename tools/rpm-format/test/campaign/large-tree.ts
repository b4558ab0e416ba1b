import { createReadStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { listChecks, streamRpm, type PackageFile, type PackageSpec, type PayloadSpool } from '@bigpanda/rpm-format';
import { makeFolder, run, sampleSpec, zstd } from '../fixture.ts';
import { seededRandom } from '../seeded-random.ts';
import type { CampaignReport } from './campaign-report.ts';

/** From so many files on, one of 5 GB stands among them. */
const fullSize = 50_000;
const largeBytes = 5_000_000_000;
const blockBytes = 1_000_000;
/** The longest that rpm unpacks: it makes each file under a name with nine bytes more (rpm, lib/fsm.c), and 255 is the limit of Linux. */
const nameBytes = 246;

/** Packs a tree with a tenth of equal files, a tenth of empty ones, the longest names and, at full size (100,000), a file of 5 GB; rpm installs and verifies it. */
export async function campaign(seed: number, size: number): Promise<CampaignReport> {
  await using folder = await makeFolder();
  const spec: PackageSpec = { ...sampleSpec, name: 'tree', files: makeFiles(seed, size), scriptlets: {}, dependencies: {} };
  const file = join(folder.path, 'tree.rpm');
  let peakBytes = 0;
  const watch = setInterval(() => { peakBytes = Math.max(peakBytes, process.memoryUsage().rss); }, 20);
  const start = performance.now();
  await writeFileThroughSpool(folder.path, file, spec);
  const packSeconds = (performance.now() - start) / 1000;
  const wrong = (await listChecks(createReadStream(file), { readContents: true })).flatMap(({ problem }) => problem?.message ?? []);
  clearInterval(watch);
  return { rounds: size, failures: [...wrong, ...(await install(folder.path, file))], figures: { peakBytes, packSeconds } };
}

async function writeFileThroughSpool(folder: string, file: string, spec: PackageSpec): Promise<void> {
  await using handle = await open(join(folder, 'spool'), 'w+');
  const streamed = await streamRpm(spec, { compression: zstd, spool: fileSpool(handle) });
  await using output = await open(file, 'w');
  for await (const chunk of streamed.read()) await output.writeFile(chunk);
}

/** A spool in a file. */
function fileSpool(handle: FileHandle): PayloadSpool {
  return {
    write: async (chunk) => { await handle.writeFile(chunk); },
    read: () => handle.createReadStream({ start: 0, autoClose: false }),
  };
}

async function install(folder: string, file: string): Promise<readonly string[]> {
  const root = join(folder, 'root');
  await mkdir(root);
  const place = ['--root', root, '--dbpath', '/db', '--nodeps'];
  const steps = [
    run('rpmkeys', ['--dbpath', join(folder, 'keys'), '-K', file]),
    run('rpm', ['-i', ...place, '--ignorearch', file]),
    run('rpm', ['-V', ...place, 'tree']),
  ];
  return steps.flatMap(({ status, output }) => (status === 0 ? [] : [`rpm: ${output.slice(0, 500)}`]));
}

function makeFiles(seed: number, size: number): readonly PackageFile[] {
  const random = seededRandom(seed);
  const equal = Buffer.from('the same in each of them\n'.repeat(10));
  const small = Array.from({ length: size }, (_, index): PackageFile => {
    const path = `/opt/tree/${index % 97}/${index}`;
    if (index % 10 === 0) return { type: 'file', path, mode: 0o644, content: equal };
    if (index % 10 === 1) return { type: 'file', path, mode: 0o644, content: Buffer.alloc(0) };
    if (index % 100 === 2) return { type: 'file', path: `/opt/tree/${index % 97}/${makeLongName(index)}`, mode: 0o644, content: Buffer.from(path) };
    if (index % 100 === 3) return { type: 'symlink', path, mode: 0o777, target: '../0/0' };
    return { type: 'file', path, mode: 0o600 + (index % 8), content: Buffer.from(`${index} ${random()}\n`.repeat(1 + (index % 50))) };
  });
  return size < fullSize ? small : [...small, { type: 'file', path: '/opt/tree/large', mode: 0o644, content: makeLarge(seed) }];
}

/** A name as long as may be, in letters that take one and two. */
function makeLongName(index: number): string {
  const name = `${index}-${'ü'.repeat(120)}`;
  return name.padEnd(name.length + nameBytes - Buffer.byteLength(name), 'x');
}

/** Blocks that are alike but for their numbers: 5 GB that compress well. */
function makeLarge(seed: number) {
  const block = Buffer.alloc(blockBytes, `large ${seed} `);
  return {
    sizeBytes: largeBytes,
    async *read() {
      for (let index = 0; index < largeBytes / blockBytes; index += 1) {
        const copy = Buffer.from(block);
        copy.writeUInt32BE(index, 0);
        yield copy;
      }
    },
  };
}
