import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publish } from '@bigpanda/rpm-repo';
import type { Benchmark, Contest } from '../benchmark.ts';
import { installCommand } from '../installed-command.ts';
import { createBenchKey, publishSettings } from '../publish-settings.ts';
import { makePackage, writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** Packages that are there already; the environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);

/** `bigpanda repo add`, as npm installs it, of one small package into a channel of 20,000, signed and on the disk; createrepo_c takes it in with --update, unsigned. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs: 7,
  prepare: async (): Promise<Contest> => {
    const installed = await installCommand();
    const folder = await mkdtemp(join(tmpdir(), 'bench-publish-cold-'));
    const key = await createBenchKey(folder);
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const files = await writePackages(tree, { count: packageCount, signer: key.signer });
    await publish({ ...publishSettings(folder, key), packages: files });
    await runProgram('createrepo_c', ['--quiet', '--no-database', tree]);
    const env = { ...process.env, BIGPANDA_KEY_FILE: join(folder, 'bench.key'), XDG_CACHE_HOME: join(folder, 'cache') };
    let [ours, theirs] = [0, 0];
    const place = async (folderName: string, name: string) => {
      const file = join(folderName, `${name}.rpm`);
      await writeFile(file, await makePackage(name, key.signer));
      return file;
    };
    const add = async (file: string) => {
      await runProgram(process.execPath, [installed.program, 'repo', 'add', file, '--repo', join(folder, 'repo'), '--channel', 'testing', '--target', 'el9'], { env, cwd: import.meta.dirname });
    };
    await add(await place(folder, 'first'));
    return {
      ours: async () => add(await place(folder, `ours-${(ours += 1)}`)),
      theirs: async () => {
        await place(tree, `theirs-${(theirs += 1)}`);
        await runProgram('createrepo_c', ['--quiet', '--no-database', '--update', tree]);
      },
      note: () => `packages=${packageCount}`,
      [Symbol.asyncDispose]: async () => {
        await installed[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
