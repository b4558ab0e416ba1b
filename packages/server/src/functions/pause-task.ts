import { setTaskPaused } from '../tasks/task-commands.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Lets no more jobs of a task be given out. */
export const pauseTask: ServerFunction<AnsweredTask> = {
  legacyName: 'pauseTask',
  apiPath: 'task/pause',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => setTaskPaused(context, jediTaskId, true)),
  ...taskReplies,
};
