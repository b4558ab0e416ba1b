import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Signer } from '@bigpanda/signer';
import { median, type Benchmark, type Contest } from '../benchmark.ts';
import { installCommand } from '../installed-command.ts';
import { createBenchKey } from '../publish-settings.ts';
import { makePackage, writePackages } from '../sample-packages.ts';

const runProgram = promisify(execFile);
/** Packages that are there already; the environment may say otherwise. */
const packageCount = Number(process.env['BENCH_PACKAGES'] ?? 20_000);
const runs = 7;

/** `bigpanda repo add`, as npm installs it, of one small package into a channel of 20,000, signed and on the disk; createrepo_c takes it in with --update, unsigned and without databases. */
export const benchmark: Benchmark = {
  peer: 'createrepo_c',
  runs,
  prepare: async (): Promise<Contest> => {
    const installed = await installCommand();
    const folder = await mkdtemp(join(tmpdir(), 'bench-publish-cold-'));
    const { signer } = await createBenchKey(folder);
    const tree = join(folder, 'tree');
    await mkdir(tree);
    await writePackages(tree, { count: packageCount, signer });
    const env = { ...process.env, BIGPANDA_KEY_FILE: join(folder, 'bench.key'), XDG_CACHE_HOME: join(folder, 'cache') };
    const add = async (path: string) => {
      await runProgram(process.execPath, [installed.program, 'repo', 'add', path, '--repo', join(folder, 'repo'), '--channel', 'testing', '--target', 'el9'], { env, cwd: import.meta.dirname, maxBuffer: 64 << 20 });
    };
    // Once more than is timed: what a user has compiled and cached after the first time.
    const [first = '', ...ours] = await writeNew(folder, { names: Array.from({ length: runs + 1 }, (_, run) => `ours-${run}`), signer });
    const theirs = await writeNew(folder, { names: Array.from({ length: runs }, (_, run) => `theirs-${run}`), signer });
    await add(tree);
    await add(first);
    await runProgram('createrepo_c', ['--quiet', '--no-database', tree]);
    const withDatabases = await timeWithDatabases(folder, { tree, files: await writeNew(folder, { names: ['a', 'b', 'c'], signer }) });
    return {
      ours: async () => add(ours.pop() ?? ''),
      theirs: async () => {
        const file = theirs.pop() ?? '';
        await rename(file, join(tree, basename(file)));
        await runProgram('createrepo_c', ['--quiet', '--no-database', '--update', tree]);
      },
      note: () => `packages=${packageCount} theirs-with-databases=${withDatabases.toFixed(4)}s`,
      [Symbol.asyncDispose]: async () => {
        await installed[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** Median seconds of `createrepo_c --update` as it is without other options, which makes databases for yum too, whenever one of the files comes in. */
async function timeWithDatabases(folder: string, { tree, files }: { readonly tree: string; readonly files: readonly string[] }): Promise<number> {
  const other = join(folder, 'tree-with-databases');
  await runProgram('cp', ['--archive', '--link', tree, other]);
  await runProgram('createrepo_c', ['--quiet', other]);
  const seconds: number[] = [];
  for (const file of files) {
    await rename(file, join(other, basename(file)));
    const start = performance.now();
    await runProgram('createrepo_c', ['--quiet', '--update', other]);
    seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

/** Packages that are not in any repository yet. */
async function writeNew(folder: string, { names, signer }: { readonly names: readonly string[]; readonly signer: Signer }): Promise<string[]> {
  return Promise.all(names.map(async (name) => {
    const file = join(folder, `${name}.rpm`);
    await writeFile(file, await makePackage(name, signer));
    return file;
  }));
}
