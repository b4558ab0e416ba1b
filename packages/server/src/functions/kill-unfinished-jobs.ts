import { readNumber } from '../request/parameter-values.ts';
import { killUnfinished } from '../tasks/task-commands.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Kills the jobs of a task that have not ended; the task goes on with what is left. */
export const killUnfinishedJobs: ServerFunction<AnsweredTask> = {
  legacyName: 'killUnfinishedJobs',
  apiPath: 'task/kill_unfinished_jobs',
  apiVerbs: ['POST'],
  access: 'user',
  run: (context, parameters) => callTask(parameters, (jediTaskId) => killUnfinished(context, jediTaskId, readNumber(parameters, 'code'))),
  ...taskReplies,
};
