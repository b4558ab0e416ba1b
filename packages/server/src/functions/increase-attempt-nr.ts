import { readText, requireInteger } from '../request/parameter-values.ts';
import { increaseAttempts } from '../tasks/task-attempts.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Lets each file of a task be tried more often. */
export const increaseAttemptNr: ServerFunction<AnsweredTask> = {
  legacyName: 'increaseAttemptNrPanda',
  apiPath: 'task/increase_attempts',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: (context, parameters) => callTaskByCodes(parameters, (jediTaskId) => increaseAttempts(context, jediTaskId, requireInteger(parameters, readText(parameters, 'increasedNr') === undefined ? 'increase' : 'increasedNr'))),
  ...taskReplies,
};
