import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Contest } from '../benchmark.ts';
import { describeTree, packNatively, runRpmbuild, writeTree } from '../rpm-tree.ts';

const level = 3;

/** Packs 2,000 text files, 100 MB, into one noarch package, zstd level 3, no cache, unsigned; rpmbuild with its post-processing off. */
export const benchmark: Benchmark = {
  peer: 'rpmbuild',
  runs: 3,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-build-'));
    const tree = await writeTree(join(folder, 'tree'), { files: 2_000, sizeBytes: 50_000 });
    const spec = join(folder, 'sample.spec');
    await writeFile(spec, specText(tree.root));
    return {
      ours: () => packNatively({ description: describeTree('tree'), root: folder, level, output: join(folder, 'out') }),
      theirs: () => runRpmbuild(folder, spec, level),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

function specText(root: string): string {
  return `
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
cp -pr ${root}/. %{buildroot}/usr/share/sample/
%files
/usr/share/sample
`;
}
