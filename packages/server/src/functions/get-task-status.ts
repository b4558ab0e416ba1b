import { readTask } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The state of a task. */
export const getTaskStatus: ServerFunction<PlainValue> = {
  legacyName: 'getTaskStatus',
  apiPath: 'task/get_status',
  apiVerbs: ['GET'],
  access: 'anyone',
  apiAccess: 'user',
  run: async ({ database }, parameters) => (await readTask(database, readTaskId(parameters) ?? 0))?.STATUS ?? null,
  toLegacy: (status) => ({ kind: 'value', pickle: typeof status === 'string' ? status : null, json: status }),
  toApi: (value) => (value === null ? apiFailure('Task not found') : apiSuccess(value)),
};
