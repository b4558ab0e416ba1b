import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { sense, type PackageSpec } from '@bigpanda/rpm-format';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { writeMetadata } from '../../src/index.ts';
import { buildSeconds, createSite, writeSample } from '../sample-repository.ts';

export interface EqualitySize {
  readonly seed: number;
  readonly packages: number;
}

export interface EqualityReport {
  readonly packages: number;
  /** Sizes of primary, filelists and other, which are equal. */
  readonly bytes: Readonly<Record<string, number>>;
  /** Documents that differ, each with the first line that does. */
  readonly failures: readonly string[];
}

const run = promisify(execFile);
const documents = ['primary', 'filelists', 'other'] as const;

/** Writes the metadata of packages with everything that our writer knows, each chosen by chance, and compares them with createrepo_c's. */
export async function campaign({ seed, packages }: EqualitySize): Promise<EqualityReport> {
  await using site = await createSite();
  const random = seededRandom(seed);
  const [tree, ours] = [join(site.folder, 'tree'), join(site.folder, 'ours')];
  await mkdir(tree);
  const files: string[] = [];
  for (let index = 0; index < packages; index += 1) {
    const { file, bytes } = await writeSample(makeSpec(index, random));
    files.push(join(tree, file));
    await writeFile(join(tree, file), bytes);
  }
  await run('createrepo_c', ['--quiet', '--no-database', tree]);
  await writeMetadata(files.toReversed(), ours);
  const [failures, bytes]: [string[], Record<string, number>] = [[], {}];
  for (const type of documents) {
    const [our, their] = [normalise(await readDocument(ours, type)), normalise(await readDocument(tree, type))];
    bytes[type] = our.length;
    if (our !== their) failures.push(`${type}: ${findDifference(our, their)}`);
  }
  return { packages, bytes, failures };
}

function makeSpec(index: number, random: () => number): Partial<PackageSpec> {
  const some = <Item>(items: readonly Item[]): readonly Item[] => items.filter(() => random() < 0.5);
  const name = `sample-${String(index).padStart(5, '0')}`;
  const relations = () => some([
    { name: 'plain' }, { name: 'older', operator: '<', evr: '2:1.0-3' }, { name: 'atMost', operator: '<=', evr: '1.0' }, { name: 'same', operator: '=', evr: '1.0~rc1-2' },
    { name: 'atLeast', operator: '>=', evr: '0:4' }, { name: 'newer', operator: '>', evr: '3^git' }, { name: 'api(café&co)' }, { name: '/usr/bin/tool' },
  ] as const);
  return {
    name,
    evr: { version: `1.${index}${random() < 0.3 ? '~rc1' : ''}`, release: '1.el9', ...(random() < 0.3 ? { epoch: 1 + Math.floor(random() * 3) } : {}) },
    arch: random() < 0.8 ? 'noarch' : 'x86_64',
    summary: `The <${index}> & "others" – ü`,
    description: `First line\n  second ${'long '.repeat(Math.floor(random() * 200))}\n\n- é`,
    ...(random() < 0.5 ? { url: 'https://sample.example/?a=1&b=2' } : {}),
    ...(random() < 0.5 ? { vendor: 'A & B' } : {}),
    dependencies: {
      requires: [...relations(), ...some([{ name: 'shadow-utils', sense: sense.pre }, { name: 'libc.so.6(GLIBC_2.4)(64bit)' }, { name: 'libc.so.6(GLIBC_2.34)(64bit)' }, { name: '(a or b)' }])],
      provides: some([{ name: `${name}-api`, operator: '=', evr: '1' }, { name: 'virtual' }] as const),
      conflicts: relations(), obsoletes: some([{ name: 'old', operator: '<', evr: '1' }] as const), recommends: relations(), suggests: relations(), supplements: some([{ name: 'base' }]), enhances: some([{ name: 'base' }]),
    },
    ...(random() < 0.5 ? { scriptlets: { pre: { body: 'true\n' }, post: { body: 'true\n' }, postun: { body: 'true\n' } } } : {}),
    files: some([
      { path: `/etc/${name}`, type: 'dir', mode: 0o755 }, { path: `/etc/${name}/é&.toml`, type: 'file', mode: 0o640, content: Buffer.from('a') }, { path: `/usr/bin/${name}`, type: 'symlink', mode: 0o777, target: '../lib/x' },
      { path: `/var/log/${name}`, type: 'ghost', mode: 0o644 }, { path: `/usr/lib/sendmail`, type: 'file', mode: 0o755, content: Buffer.from(String(index)) }, { path: `/usr/share/${name} with spaces`, type: 'file', mode: 0o644, content: Buffer.alloc(index % 999, 65) },
    ] as const),
    changelog: Array.from({ length: Math.floor(random() * 14) }, (_, entry) => ({ timeSeconds: buildSeconds - entry * 86_400, author: `Né <a@sample.example> - 1.${entry}`, text: `- change ${entry} & <more>\n- é` })),
  };
}

/** Packages lie elsewhere, and the time of a file is its build time: that on the disk would make equal repositories differ. */
function normalise(xml: string): string {
  return xml.replaceAll(/<location href="[^"]*"\/>/g, '').replaceAll(/<time file="\d+"/g, '<time');
}

async function readDocument(folder: string, type: string): Promise<string> {
  const name = (await readdir(join(folder, 'repodata'))).find((each) => each.endsWith(`-${type}.xml.gz`)) ?? '';
  return gunzipSync(await readFile(join(folder, 'repodata', name))).toString();
}

function findDifference(ours: string, theirs: string): string {
  const [left, right] = [ours.split('\n'), theirs.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  return `line ${line + 1}: ours ${JSON.stringify(left[line])}, theirs ${JSON.stringify(right[line])}`;
}
