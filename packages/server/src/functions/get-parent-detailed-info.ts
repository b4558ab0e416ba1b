import { readTask } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { plainTask } from '../tasks/task-description.ts';
import { plainReplies } from './plain-function.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Every column of the parent of a task. */
export const getParentDetailedInfo: ServerFunction<PlainValue> = {
  ...plainReplies,
  apiPath: 'task/get_parent_detailed_info',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => {
    const parentId = (await readTask(database, readTaskId(parameters) ?? 0))?.PARENT_TID ?? 0;
    const parent = parentId === 0 ? undefined : await readTask(database, parentId);
    return parent === undefined ? null : plainTask(parent);
  },
  toApi: (parent) => (parent === null ? apiFailure('Task or its parent not found') : apiSuccess(parent)),
};
