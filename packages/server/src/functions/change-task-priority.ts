import { readText, requireInteger } from '../request/parameter-values.ts';
import { setTaskPriority } from '../tasks/task-priority.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Sets the priority of a task and of its jobs that no pilot has. */
export const changeTaskPriority: ServerFunction<AnsweredTask> = {
  legacyName: 'changeTaskPriority',
  apiPath: 'task/change_priority',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTask(parameters, (jediTaskId) => setTaskPriority(context, jediTaskId, requireInteger(parameters, readText(parameters, 'newPriority') === undefined ? 'priority' : 'newPriority'))),
  ...taskReplies,
};
