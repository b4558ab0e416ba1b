import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, sampleInput } from '../fixture.ts';
import type { LargeFileReport } from './large-file.ts';

const limitBytes = 200_000_000;
/** Contents are alike in so many files: they are links, so that a tree of 4 GB takes little of the disk. */
const contentCount = 40;

/** Packs, and prints the most memory that its process had, in kB, and the seconds. */
const script = `
  import { setFlagsFromString } from 'node:v8';
  for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=30']) setFlagsFromString(flag);
  const { nativePackager } = await import( ${JSON.stringify(import.meta.resolve('@bigpanda/rpm-builder'))});
  const { rpmDescriptionSchema } = await import(${JSON.stringify(import.meta.resolve('@bigpanda/release-model'))});
  const [folder, given] = process.argv.slice(1);
  const description = rpmDescriptionSchema.parse({ name: 'large', summary: 'Large', description: 'Large.', license: 'MIT', url: 'https://panda.test/', contents: [{ source: 'tree', destination: '/opt/large' }] });
  const start = performance.now();
  await nativePackager.pack({ ...JSON.parse(given), description, licenceText: Buffer.from('Licence') }, { folder: folder + '/out' });
  console.log(JSON.stringify([process.resourceUsage().maxRSS, (performance.now() - start) / 1000]));
`;

/** Packs many files in a process of its own, with the flags and the compiled sources that `bigpanda rpm build` has: at full size 4,000 files of 1 MB. */
export async function campaign(files = 4_000, sizeBytes = 1_000_000): Promise<LargeFileReport> {
  await using folder = await makeFolder();
  const component = join(folder.path, 'component');
  const { licenceText: _, extraFiles: __, ...input } = sampleInput(component);
  const given = JSON.stringify({ ...input, target: { name: 'el9', payload: { codec: 'zstd', level: 3 } } });
  const pack = () => execFileSync(process.execPath, ['--input-type=module', '--eval', script, folder.path, given], { encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: join(folder.path, 'compiled') } });
  // Once with few files to compile the sources, as for any command but the first.
  writeTree(join(component, 'tree'), contentCount, sizeBytes);
  pack();
  writeTree(join(component, 'tree'), files, sizeBytes);
  const [peakKilobytes = 0, seconds = 0] = JSON.parse(pack()) as readonly number[];
  const peakBytes = peakKilobytes * 1024;
  return { rounds: files, failures: peakBytes <= limitBytes ? [] : [`memory: ${peakBytes} bytes; wanted at most ${limitBytes}`], figures: { peakBytes, seconds } };
}

function writeTree(root: string, files: number, sizeBytes: number): void {
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `part-${index % 97}`);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `file-${index}.txt`);
    const first = index % contentCount;
    if (index < contentCount) writeFileSync(file, makeLines(index, sizeBytes));
    else if (!existsSync(file)) linkSync(join(root, `part-${first % 97}`, `file-${first}.txt`), file);
  }
}

/** Lines that compress like logs do. */
function makeLines(seed: number, sizeBytes: number): Buffer {
  const lines: string[] = [];
  for (let length = 0, state = seed + 1; length < sizeBytes; length += lines.at(-1)?.length ?? 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    lines.push(`job ${state.toString(16)} finished ${state % 7}\n`);
  }
  return Buffer.from(lines.join('').slice(0, sizeBytes));
}
