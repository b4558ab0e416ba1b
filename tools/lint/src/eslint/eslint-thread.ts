import { Worker } from 'node:worker_threads';
import type { CheckScope } from '../checker.ts';
import type { EslintTask } from './eslint-run.ts';
import type { RepositoryRun } from './repository-eslint.ts';

/** What the thread answers. */
export interface ThreadAnswer extends RepositoryRun {
  /** Files below the root that TypeScript read besides those it was given, node_modules left out; absolute, sorted. */
  readonly reads: readonly string[];
}

/** Runs under way: two checkers read what one run says. */
const started = new WeakMap<CheckScope, Promise<ThreadAnswer>>();

/** Runs ESLint with the configuration of a repository in a thread of its own, so that the other checkers use another core. */
export function startEslintThread(scope: CheckScope, files: readonly string[]): Promise<ThreadAnswer> {
  const answer = runThread({ root: scope.workspace.root, files }, scope.signal);
  started.set(scope, answer);
  return answer;
}

/** The run that was started for a scope; undefined where none was. */
export function findEslintThread(scope: CheckScope): Promise<ThreadAnswer> | undefined {
  return started.get(scope);
}

function runThread(task: EslintTask, signal: AbortSignal | undefined): Promise<ThreadAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
  // typescript-eslint then makes each program once instead of watching for changes.
  const env = { ...process.env, TSESTREE_SINGLE_RUN: 'true' };
  // Flags of this process, such as --input-type, may mean nothing to a thread.
  const worker = new Worker(new URL('./eslint-worker.ts', import.meta.url), { workerData: task, env, execArgv: [] });
  worker.once('message', resolve);
  worker.once('error', reject);
  const stop = (): void => { void worker.terminate(); };
  signal?.addEventListener('abort', stop, { once: true });
  worker.once('exit', (status) => {
    signal?.removeEventListener('abort', stop);
    reject(new Error(`run ESLint: its thread ended with status ${status}`));
  });
  return promise;
}
