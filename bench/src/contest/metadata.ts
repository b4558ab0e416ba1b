import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MetadataWriter } from '@bigpanda/rpm-repo/metadata';
import type { Benchmark, Contest } from '../benchmark.ts';
import { createBenchKey } from '../publish-settings.ts';
import { writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** The environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);
const program = join(import.meta.dirname, '../metadata-program.ts');

/** Reads every package of a folder and writes primary, filelists, other and repomd.xml for them, in a process that runs already; createrepo_c does the same without its database. Memory is that of a process of its own. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs: 5,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-metadata-'));
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const { signer } = await createBenchKey(folder);
    const files = await writePackages(tree, { count: packageCount, signer });
    // As for the command line, compiled code is kept from one run to the next.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const measureMemory = async () => Number((await runProgram(process.execPath, [program, tree, join(folder, 'alone')], { env })).stdout);
    await measureMemory();
    const memory = await measureMemory();
    const writer = new MetadataWriter();
    return {
      ours: () => writer.write(files, join(folder, 'ours')),
      theirs: async () => {
        await runProgram('createrepo_c', ['--quiet', '--no-database', '--outputdir', join(folder), tree]);
      },
      note: () => `packages=${packageCount} memory=${Math.round(memory / 1000)}MB`,
      [Symbol.asyncDispose]: async () => {
        await writer[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
