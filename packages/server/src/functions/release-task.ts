import { releaseWaitingTask } from '../tasks/task-commands.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Makes the jobs of a task that waits. */
export const releaseTask: ServerFunction<AnsweredTask> = {
  legacyName: 'release_task',
  apiPath: 'task/release',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTask(parameters, (jediTaskId) => releaseWaitingTask(context, jediTaskId)),
  ...taskReplies,
};
