import { Worker } from 'node:worker_threads';
import type { EslintRun, EslintTask } from './eslint-run.ts';

/** What the thread answers. */
export interface ThreadAnswer {
  readonly run: EslintRun;
  /** Files below the root that TypeScript read besides those it was given, node_modules left out; absolute, sorted. */
  readonly reads: readonly string[];
}

/** Runs ESLint with the configuration of a repository in a thread of its own, so that the other checkers use another core. */
export function runEslintThread(task: EslintTask): Promise<ThreadAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
  // typescript-eslint then makes each program once instead of watching for changes.
  const env = { ...process.env, TSESTREE_SINGLE_RUN: 'true' };
  const worker = new Worker(new URL('./eslint-worker.ts', import.meta.url), { workerData: task, env });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (status) => { reject(new Error(`run ESLint: its thread ended with status ${status}`)); });
  return promise;
}
