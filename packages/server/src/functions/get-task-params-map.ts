import { readTaskParameters } from '@bigpanda/datastore';
import { pickleTuple, type PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The parameters of a task as they were given, as JSON. */
export const getTaskParamsMap: ServerFunction<PlainValue> = {
  legacyName: 'getTaskParamsMap',
  apiPath: 'task/get_task_parameters',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database }, parameters) => (await readTaskParameters(database, readTaskId(parameters) ?? 0)) ?? null,
  toLegacy: (text) => ({ kind: 'value', pickle: pickleTuple(text === null ? 1 : 0, typeof text === 'string' ? text : null), json: [text === null ? 1 : 0, text] }),
  toApi: (text) => (typeof text === 'string' ? apiSuccess(JSON.parse(text)) : apiFailure('Task not found')),
};
