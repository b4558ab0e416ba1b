import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeMetadata } from '@bigpanda/rpm-repo';
import type { Benchmark, Contest } from '../benchmark.ts';
import { createBenchKey } from '../publish-settings.ts';
import { writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** The environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 2_000);

/** Reads every package of a folder and writes primary, filelists, other and repomd.xml for them; createrepo_c does the same without its database. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-metadata-'));
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const { signer } = await createBenchKey(folder);
    const files = await writePackages(tree, { count: packageCount, signer });
    return {
      ours: async () => {
        await writeMetadata(files, join(folder, 'ours'));
      },
      theirs: async () => {
        await runProgram('createrepo_c', ['--quiet', '--no-database', '--outputdir', join(folder), tree]);
      },
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
