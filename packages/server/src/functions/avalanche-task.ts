import { commandTask } from '../tasks/task-commands.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Would let a task run in full while its first jobs try it out; there are none such here, so the command is always rejected. */
export const avalancheTask: ServerFunction<AnsweredTask> = {
  legacyName: 'avalancheTask',
  apiPath: 'task/avalanche',
  apiVerbs: ['POST'],
  access: 'production',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => commandTask(context, jediTaskId, () => undefined)),
  ...taskReplies,
};
