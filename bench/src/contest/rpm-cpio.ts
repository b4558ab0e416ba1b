import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Contest } from '../benchmark.ts';
import { describeTree, packNatively, writeTree } from '../rpm-tree.ts';

const level = 3;

/** Packs 2,000 text files, 100 MB, into one package with all its digests; the peer only archives and compresses them. */
export const benchmark: Benchmark = {
  peer: 'cpio | zstd -3 -T2',
  runs: 7,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-cpio-'));
    const tree = await writeTree(join(folder, 'tree'), { files: 2_000, sizeBytes: 50_000 });
    const script = `cd "$1" && find . | LC_ALL=C sort | cpio --quiet -o -H newc | zstd -${level} -T2 -q -f -o "$2"`;
    return {
      ours: () => packNatively({ description: describeTree('tree'), root: folder, level, output: join(folder, 'out') }),
      theirs: async () => {
        await promisify(execFile)('sh', ['-c', script, 'sh', tree.root, join(folder, 'sample.cpio.zst')]);
      },
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
