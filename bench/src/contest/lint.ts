import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Benchmark, Contest } from '../benchmark.ts';

const runProgram = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const outputLimitBytes = 64 * 1024 * 1024;
const eslint = ['node_modules/eslint/bin/eslint.js', '--flag', 'unstable_native_nodejs_ts_config', '.'];
/** The run that `bigpanda lint` makes, without a cache. */
const ours = ['--input-type=module', '--eval', `
import { countFindings, lintWorkspace } from '@bigpanda/lint/run';
const { errors } = countFindings(await lintWorkspace({ root: process.cwd() }));
process.exitCode = errors > 0 ? 1 : 0;
`];

/**
 * Lints this workspace, whose TypeScript is all but a few percent of the work: every checker of ours, against plain ESLint
 * with the same configuration. Each side is a new process, and nothing is cached.
 */
export const benchmark: Benchmark = {
  peer: 'eslint',
  runs: 5,
  direction: 'lower',
  prepare: async (): Promise<Contest> => ({
    ours: () => runNode(ours),
    theirs: () => runNode(eslint),
    [Symbol.asyncDispose]: async () => undefined,
  }),
};

/** Exit status 1 says that there are findings, which is no failure here. */
async function runNode(args: readonly string[]): Promise<void> {
  try {
    await runProgram(process.execPath, args, { cwd: root, maxBuffer: outputLimitBytes });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 1) throw error;
  }
}
