import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ContentMemory, publish } from '@bigpanda/rpm-repo';
import type { Benchmark, Contest } from '../benchmark.ts';
import { createBenchKey, publishSettings } from '../publish-settings.ts';
import { makePackage, writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** Packages that are there already; the environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);

/** Publishes one small package into a channel of 20,000, signed and on the disk, in a process that runs already; createrepo_c takes it in with --update, unsigned. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs: 9,
  prepare: async (): Promise<Contest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-publish-'));
    const key = await createBenchKey(folder);
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const settings = publishSettings(folder, key);
    const memory = new ContentMemory();
    const files = await writePackages(tree, { count: packageCount, signer: key.signer });
    await publish({ ...settings, memory, packages: files });
    await runProgram('createrepo_c', ['--quiet', '--no-database', tree]);
    let [ours, theirs] = [0, 0];
    return {
      ours: async () => {
        const bytes = await makePackage(`ours-${(ours += 1)}`, key.signer);
        await publish({ ...settings, memory, packages: [{ file: 'one.rpm', bytes }] });
      },
      theirs: async () => {
        theirs += 1;
        await writeFile(join(tree, `theirs-${theirs}.rpm`), await makePackage(`theirs-${theirs}`, key.signer));
        await runProgram('createrepo_c', ['--quiet', '--no-database', '--update', tree]);
      },
      note: () => `packages=${packageCount}`,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
