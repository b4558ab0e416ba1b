import { killTask as kill } from '../tasks/task-commands.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Ends a task and all of its jobs. */
export const killTask: ServerFunction<AnsweredTask> = {
  legacyName: 'killTask',
  apiPath: 'task/kill',
  apiVerbs: ['POST'],
  access: 'user',
  run: (context, parameters) => callTask(parameters, (jediTaskId) => kill(context, jediTaskId)),
  ...taskReplies,
};
