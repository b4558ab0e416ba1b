import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Contest } from '../benchmark.ts';
import { describeTree, packNatively, writeTree } from '../rpm-tree.ts';
import { makeText } from '../text.ts';

/** The level of the other benchmarks of building; at 9, which repositories of EL9 get by default, the peer has more to do. */
const level = 3;

/** Packs 2,000 text files, 100 MB, of which one has changed since the cache was filled; the peer is our own build with an empty cache. */
export const benchmark: Benchmark = {
  peer: 'our own build, cold cache',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-rebuild-'));
    const tree = await writeTree(join(folder, 'tree'), { files: 2_000, sizeBytes: 50_000 });
    const build = (cache: string) => packNatively({ description: describeTree('tree'), root: folder, level, output: join(folder, 'out'), cache: join(folder, cache) });
    await build('warm');
    let round = 0;
    return {
      ours: async () => {
        round += 1;
        await writeFile(join(tree.root, tree.names[round * 300] ?? ''), makeText(10_000 + round, 50_000));
        await build('warm');
      },
      theirs: () => build(`cold-${round}`),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
