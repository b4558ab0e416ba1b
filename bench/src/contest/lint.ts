import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Benchmark, Contest } from '../benchmark.ts';

const runProgram = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const outputLimitBytes = 64 * 1024 * 1024;
const eslint = ['node_modules/eslint/bin/eslint.js', '--flag', 'unstable_native_nodejs_ts_config', '.'];
/** The run that `bigpanda lint` makes, without a cache. A checker that failed would have done no work. */
const ours = ['--input-type=module', '--eval', `
import { lintWorkspace } from '@bigpanda/lint/run';
const findings = await lintWorkspace({ root: process.cwd() });
process.exitCode = findings.some(({ rule }) => rule === 'bigpanda/checker-failure') ? 70 : 0;
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
    ours: () => runNode(ours, []),
    // Status 1 says that there are findings.
    theirs: () => runNode(eslint, [1]),
    [Symbol.asyncDispose]: async () => undefined,
  }),
};

/** @param expected exit statuses besides 0 that are no failure */
async function runNode(args: readonly string[], expected: readonly number[]): Promise<void> {
  try {
    await runProgram(process.execPath, args, { cwd: root, maxBuffer: outputLimitBytes });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (!expected.some((status) => status === code)) throw error;
  }
}
