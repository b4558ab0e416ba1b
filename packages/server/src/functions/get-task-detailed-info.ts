import { describeWhole } from '../tasks/task-description.ts';
import { pickleFromPlain, type PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Every column of a task, its parameters and how far its files are. */
export const getTaskDetailedInfo: ServerFunction<PlainValue> = {
  apiPath: 'task/get_detailed_info',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => describeWhole(database, readTaskId(parameters) ?? 0),
  toLegacy: (task) => ({ kind: 'value', pickle: pickleFromPlain(task ?? {}), json: task ?? {} }),
  toApi: (value) => (value === null ? apiFailure('Task not found') : apiSuccess(value)),
};
