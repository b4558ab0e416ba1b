import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rpmDescriptionSchema, type RpmDescription } from '@bigpanda/release-model';
import type { Benchmark, Contest } from '../benchmark.ts';
import { packNatively, runRpmbuild, sample } from '../rpm-tree.ts';
import { makeText } from '../text.ts';

const packageCount = 500;
const fileNames = Array.from({ length: 22 }, (_, index) => `file-${index}`);
const level = 3;

/** Writes 500 packages of 22 small files each, of one component; the peer makes them as sub-packages of one spec, which is the fastest it can do. */
export const benchmark: Benchmark = {
  peer: 'rpmbuild, one spec',
  runs: 3,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-small-'));
    const tree = join(folder, 'tree');
    const names = Array.from({ length: packageCount }, (_, index) => `small-${String(index).padStart(3, '0')}`);
    for (const [index, name] of names.entries()) await writeFiles(join(tree, name), index);
    const spec = join(folder, 'small.spec');
    await writeFile(spec, specText(tree, names));
    return {
      ours: () => packNatively({ description: describeAll(names), root: folder, level, output: join(folder, 'out') }),
      theirs: () => runRpmbuild(folder, spec, level),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

async function writeFiles(folder: string, seed: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, name] of fileNames.entries()) await writeFile(join(folder, name), makeText(seed * fileNames.length + index, 1_000));
}

function describeAll(names: readonly string[]): RpmDescription {
  const [first, ...rest] = names.map((name) => ({ ...sample, name, contents: [{ source: `tree/${name}`, destination: `/usr/share/${name}` }] }));
  const subpackages = rest.map(({ url: _, license: __, ...described }) => described);
  return rpmDescriptionSchema.parse({ ...first, subpackages });
}

function specText(tree: string, names: readonly string[]): string {
  const parts = names.map((name) => `%package -n ${name}\nSummary: A sample\n%description -n ${name}\nA sample.\n%files -n ${name}\n/usr/share/${name}\n`);
  return `
Name: small
Version: 1.0
Release: 1
Summary: A sample
License: MIT
BuildArch: noarch
%description
A sample.
${parts.join('')}
%install
mkdir -p %{buildroot}/usr/share
cp -pr ${tree}/. %{buildroot}/usr/share/
`;
}
