import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameCache } from '@bigpanda/rpm-format';
import type { Benchmark, Contest } from '../benchmark.ts';
import { packNatively, writeTree } from '../rpm-tree.ts';
import { makeText } from '../text.ts';

/** What repositories of EL9 get by default. */
const level = 9;

/** Packs 2,000 text files, 100 MB, of which one has changed since the cache was filled; the peer is our own build with an empty cache. */
export const benchmark: Benchmark = {
  peer: 'our own build, cold cache',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-rebuild-'));
    const tree = await writeTree(join(folder, 'tree'), { files: 2_000, sizeBytes: 50_000 });
    const output = join(folder, 'sample.rpm');
    await packNatively({ tree, level, output, frameCache: await openCache(join(folder, 'warm')) });
    let round = 0;
    return {
      ours: async () => {
        round += 1;
        await writeFile(join(tree.root, tree.names[round * 300] ?? ''), makeText(10_000 + round, 50_000));
        await packNatively({ tree, level, output, frameCache: await openCache(join(folder, 'warm')) });
      },
      theirs: async () => packNatively({ tree, level, output, frameCache: await openCache(join(folder, `cold-${round}`)) }),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

/** A cache of one file a frame. */
async function openCache(folder: string): Promise<FrameCache> {
  await mkdir(folder, { recursive: true });
  return {
    get: (key) => readFile(join(folder, key)).catch(() => undefined),
    put: (key, bytes) => writeFile(join(folder, key), bytes),
  };
}
