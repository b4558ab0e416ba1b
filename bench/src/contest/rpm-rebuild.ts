import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, renderMeasurement, type Benchmark, type Contest } from '../benchmark.ts';
import { describeTree, packNatively, writeTree } from '../rpm-tree.ts';
import { makeText } from '../text.ts';

/** What packages of EL9 are compressed with where nobody says otherwise, in this workspace too. */
const usualLevel = 9;
/** The level of the other benchmarks of building: the less compressing costs, the less a cache of compressed frames saves. */
const cheapLevel = 3;

/** Packs 2,000 text files, 100 MB, of which one has changed since the cache was filled; the peer is our own build with an empty cache. The same at zstd level 3 stands beside. */
export const benchmark: Benchmark = {
  ...compareAt(usualLevel),
  prepare: async () => {
    const cheap = compareAt(cheapLevel);
    process.stdout.write(`${renderMeasurement(`rpm-rebuild-zstd-${cheapLevel}`, cheap, await measure(cheap, () => performance.now()))}\n`);
    return compareAt(usualLevel).prepare();
  },
};

function compareAt(level: number): Benchmark {
  return { peer: 'our own build, cold cache', runs: 5, prepare: () => prepareContest(level) };
}

async function prepareContest(level: number): Promise<Contest> {
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
}
