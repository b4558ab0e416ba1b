import { retryTask } from '../tasks/task-commands.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Makes jobs for what of an ended task's input has none or failed: the input is a fixed list here, so that is a retry. */
export const reloadInput: ServerFunction<AnsweredTask> = {
  legacyName: 'reloadInput',
  apiPath: 'task/reload_input',
  apiVerbs: ['POST'],
  access: 'user',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => retryTask(context, jediTaskId)),
  ...taskReplies,
};
