import { readFlag } from '../request/parameter-values.ts';
import { describeTask } from '../tasks/task-description.ts';
import { pickleFromPlain, type PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** A task with its datasets and, when asked, its parameters. */
export const getJediTaskDetails: ServerFunction<PlainValue> = {
  legacyName: 'getJediTaskDetails',
  apiPath: 'task/get_details',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => describeTask(database, readTaskId(parameters) ?? 0, { withParameters: readFlag(parameters, 'fullFlag') || readFlag(parameters, 'includeParameters') }),
  toLegacy: (task) => ({ kind: 'value', pickle: pickleFromPlain(task ?? {}), json: task ?? {} }),
  toApi: (value) => (value === null ? apiFailure('Task not found') : apiSuccess(value)),
};
