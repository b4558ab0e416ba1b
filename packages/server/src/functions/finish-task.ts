import { readFlag } from '../request/parameter-values.ts';
import { finishTask as finish } from '../tasks/task-commands.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Ends a task with what it has done so far; softly after the jobs that run. */
export const finishTask: ServerFunction<AnsweredTask> = {
  legacyName: 'finishTask',
  apiPath: 'task/finish',
  apiVerbs: ['POST'],
  access: 'user',
  run: (context, parameters) => callTask(parameters, (jediTaskId) => finish(context, jediTaskId, { isSoft: readFlag(parameters, 'soft') })),
  ...taskReplies,
};
