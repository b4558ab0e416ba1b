import { setTaskPaused } from '../tasks/task-commands.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Lets jobs of a paused task be given out again. */
export const resumeTask: ServerFunction<AnsweredTask> = {
  legacyName: 'resumeTask',
  apiPath: 'task/resume',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => setTaskPaused(context, jediTaskId, false)),
  ...taskReplies,
};
