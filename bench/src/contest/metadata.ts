import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { limitYoungMemory } from '@bigpanda/release/memory-limits';
import { MetadataWriter } from '@bigpanda/rpm-repo/metadata';
import type { Benchmark, Contest } from '../benchmark.ts';
import { bundleProgram } from '../installed-command.ts';
import { createBenchKey } from '../publish-settings.ts';
import { writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** The environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);
/** Few packages take so little that what else the machine does decides a single run. */
const runs = packageCount < 10_000 ? 15 : 5;

/** Reads every package of a folder and writes primary, filelists, other and repomd.xml for them, in a process that runs already; createrepo_c does the same without its database. Memory is that of a process of its own, built as npm installs it. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-metadata-'));
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const { signer } = await createBenchKey(folder);
    const files = await writePackages(tree, { count: packageCount, signer });
    const program = await bundleProgram('src/metadata-program.ts', folder);
    // As for the command line, compiled code is kept from one run to the next.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const measureMemory = async () => Number((await runProgram(process.execPath, [program, tree, join(folder, 'alone')], { env })).stdout);
    await measureMemory();
    const memory = await measureMemory();
    // What is timed keeps to the same memory. In a process that runs already, the threads do and the code is compiled.
    limitYoungMemory();
    const writer = new MetadataWriter();
    await writer.write(files, join(folder, 'ours'));
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
