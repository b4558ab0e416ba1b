import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeRpm, type PackageFile } from '@bigpanda/rpm-format';
import type { Benchmark, Contest } from '../benchmark.ts';
import { makeText } from '../text.ts';

const runProgram = promisify(execFile);
const fileCount = 500;
const zstdLevel = 3;

/** Packs 500 text files of about 20 kB into one noarch package, zstd level 3, unsigned; rpmbuild with its post-processing off. */
export const benchmark: Benchmark = {
  peer: 'rpmbuild',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-pack-'));
    const names = await writeTree(join(folder, 'tree'));
    await writeFile(join(folder, 'sample.spec'), specText(folder));
    return {
      ours: () => packNatively(folder, names),
      theirs: async () => {
        await runProgram('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${folder}/rpmbuild`, '--define', '_build_id_links none', join(folder, 'sample.spec')]);
      },
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

async function writeTree(root: string): Promise<string[]> {
  await mkdir(root, { recursive: true });
  const names = Array.from({ length: fileCount }, (_, index) => `file-${String(index).padStart(4, '0')}.txt`);
  await Promise.all(names.map((name, index) => writeFile(join(root, name), makeText(index, 20_000))));
  return names;
}

async function packNatively(folder: string, names: readonly string[]): Promise<void> {
  const files = await Promise.all(names.map(async (name): Promise<PackageFile> => ({
    type: 'file',
    path: `/usr/share/sample/${name}`,
    mode: 0o644,
    content: await readFile(join(folder, 'tree', name)),
  })));
  const written = await writeRpm({
    name: 'sample', evr: { version: '1.0', release: '1' }, arch: 'noarch', summary: 'A sample', description: 'A sample.', license: 'MIT',
    sourceRpm: 'sample-1.0-1.src.rpm', timeSeconds: 1_700_000_000, files,
  }, { compression: { codec: 'zstd', level: zstdLevel } });
  await writeFile(join(folder, 'sample.rpm'), Buffer.concat(written.chunks));
}

function specText(folder: string): string {
  return `
%global __os_install_post %{nil}
%global _binary_payload w${zstdLevel}.zstdio
Name: sample
Version: 1.0
Release: 1
Summary: A sample
License: MIT
BuildArch: noarch
%description
A sample.
%install
mkdir -p %{buildroot}/usr/share/sample
cp -p ${folder}/tree/* %{buildroot}/usr/share/sample/
%files
/usr/share/sample
`;
}
