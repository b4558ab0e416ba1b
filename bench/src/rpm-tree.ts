import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeRpm, type FrameCache, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';
import { makeText } from './text.ts';

/** A folder of text files that are packed, at the same paths below /usr/share/sample. */
export interface TextTree {
  readonly root: string;
  readonly names: readonly string[];
}

/** Writes files of text that compresses like source code does, 40 folders deep side by side. */
export async function writeTree(root: string, { files, sizeBytes }: { readonly files: number; readonly sizeBytes: number }): Promise<TextTree> {
  const names = Array.from({ length: files }, (_, index) => `part-${index % 40}/file-${String(index).padStart(4, '0')}.txt`);
  for (const folder of new Set(names.map((name) => dirname(name)))) await mkdir(join(root, folder), { recursive: true });
  for (const [index, name] of names.entries()) await writeFile(join(root, name), makeText(index, sizeBytes));
  return { root, names };
}

export interface PackChoice {
  readonly tree: TextTree;
  readonly level: number;
  /** The RPM file that is written. */
  readonly output: string;
  readonly frameCache?: FrameCache;
}

/** Reads the tree, packs it and writes the RPM file: what a build does after the files are there. */
export async function packNatively({ tree, level, output, frameCache }: PackChoice): Promise<void> {
  const files = tree.names.map((name): PackageFile => {
    const content = readFileSync(join(tree.root, name));
    return { type: 'file', path: `/usr/share/sample/${name}`, mode: 0o644, content: { sizeBytes: content.length, async *read() { yield content; } } };
  });
  await writePackage({ ...sample, files }, { level, output, ...(frameCache === undefined ? {} : { frameCache }) });
}

/** Writes one package to a file. */
export async function writePackage(spec: PackageSpec, { level, output, frameCache }: Omit<PackChoice, 'tree'>): Promise<void> {
  const { chunks } = await writeRpm(spec, { compression: { codec: 'zstd', level }, ...(frameCache === undefined ? {} : { frameCache }) });
  await using file = await open(output, 'w');
  await file.writev([...chunks]);
}

/** Builds a spec below a folder; post-processing of the build root, for which our builds have no counterpart, is off. */
export async function runRpmbuild(folder: string, spec: string, level: number): Promise<void> {
  const defines = { _topdir: join(folder, 'rpmbuild'), _build_id_links: 'none', __os_install_post: '%{nil}', _binary_payload: `w${level}.zstdio` };
  const parameters = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  await promisify(execFile)('rpmbuild', ['-bb', '--quiet', ...parameters, spec]);
}

/** Everything of the sample package but its files. */
export const sample: PackageSpec = {
  name: 'sample', evr: { version: '1.0', release: '1' }, arch: 'noarch', summary: 'A sample', description: 'A sample.', license: 'MIT',
  sourceRpm: 'sample-1.0-1.src.rpm', timeSeconds: 1_700_000_000, files: [],
};
