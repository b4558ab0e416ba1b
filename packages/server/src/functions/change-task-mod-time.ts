import { changeTask } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { readText, requireInteger } from '../request/parameter-values.ts';
import { taskCodes, type TaskReply } from '../tasks/task-reply.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import { toChangeReply } from './task-change-reply.ts';
import type { ServerFunction } from './server-function.ts';

const hour = 3600 * 1000;

/** Sets when a task changed last, as hours from now. */
export const changeTaskModTime: ServerFunction<AnsweredTask> = {
  ...taskReplies,
  legacyName: 'changeTaskModTimePanda',
  apiPath: 'task/change_modification_time',
  apiVerbs: ['POST'],
  access: 'production',
  run: ({ database, readClock }, parameters) => {
    const hours = requireInteger(parameters, readText(parameters, 'diffValue') === undefined ? 'hourOffset' : 'diffValue');
    return callTask(parameters, (jediTaskId) => changeTask<TaskReply>(database, { jediTaskId, time: formatUtcTime(readClock() + hours * hour) }, (task) =>
      (task === undefined ? { outcome: { code: taskCodes.notFound, message: `jediTaskID=${jediTaskId} not found` } } : { outcome: { code: taskCodes.done, message: 'changed' }, change: {} })));
  },
  toLegacy: toChangeReply,
};
