import type { TaskState } from './task-state.ts';

/** How many files, or jobs without input, of a task stand where. */
export interface TaskCounts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
}

/**
 * The state that a task's work puts it in: `done` when all finished, `failed` when none did, `finished` when some did;
 * `undefined` while work is left. Source: panda-jedi, JediTaskBuffer.prepareTasksToBeFinished.
 */
export function concludeTask({ total, finished, failed }: TaskCounts): TaskState | undefined {
  if (finished + failed < total) return undefined;
  if (finished === total) return 'done';
  return finished === 0 ? 'failed' : 'finished';
}
