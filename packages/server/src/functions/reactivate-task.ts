import { retryTask as retry } from '../tasks/task-commands.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Makes jobs anew for what failed of an ended task, as retryTask does. */
export const reactivateTask: ServerFunction<AnsweredTask> = {
  legacyName: 'reactivateTask',
  apiPath: 'task/reactivate',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => retry(context, jediTaskId)),
  ...taskReplies,
};
