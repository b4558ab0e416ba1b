import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { rpmDescriptionSchema, type RpmDescription } from '@bigpanda/release-model';
import { nativePackager, openFrameStore, type PackInput } from '@bigpanda/rpm-builder';
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
  /** What is packed; its sources lie below the root. */
  readonly description: RpmDescription;
  readonly root: string;
  readonly level: number;
  /** Folder of the RPM files. */
  readonly output: string;
  /** Folder of a frame store; no frames are kept when absent. */
  readonly cache?: string;
}

/** Packs as `bigpanda rpm build` does once a component is built: finds the files, plans the packages, reads, compresses and writes them. */
export async function packNatively({ description, root, level, output, cache }: PackChoice): Promise<void> {
  const input: PackInput = {
    description, componentRoot: root, version: '1.0', release: '1', target: { name: 'el9', payload: { codec: 'zstd', level } }, timeSeconds: 1_700_000_000,
    commit: 'c'.repeat(40), vendor: 'Bench', vcsUrl: 'https://sample.example/', licenceText: Buffer.from('MIT\n'),
  };
  await using frameCache = cache === undefined ? undefined : openFrameStore({ folder: cache });
  await nativePackager.pack(input, { folder: output, frameCache });
}

/** A component that installs a whole folder. */
export function describeTree(source: string): RpmDescription {
  return rpmDescriptionSchema.parse({ ...sample, contents: [{ source, destination: '/usr/share/sample' }] });
}

/** Builds a spec below a folder; post-processing of the build root, for which our builds have no counterpart, is off. */
export async function runRpmbuild(folder: string, spec: string, level: number): Promise<void> {
  const defines = { _topdir: join(folder, 'rpmbuild'), _build_id_links: 'none', __os_install_post: '%{nil}', _binary_payload: `w${level}.zstdio` };
  const parameters = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  await promisify(execFile)('rpmbuild', ['-bb', '--quiet', ...parameters, spec]);
}

/** What every sample says of itself. */
export const sample = { name: 'sample', summary: 'A sample', description: 'A sample.', license: 'MIT', url: 'https://sample.example/' };
