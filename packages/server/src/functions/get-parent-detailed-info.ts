import { readTask } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { describeWhole } from '../tasks/task-description.ts';
import { plainReplies } from './plain-function.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Every column of the parent of a task, its parameters and how far its files are. */
export const getParentDetailedInfo: ServerFunction<PlainValue> = {
  ...plainReplies,
  apiPath: 'task/get_parent_detailed_info',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => {
    const parentId = (await readTask(database, readTaskId(parameters) ?? 0))?.PARENT_TID ?? 0;
    return parentId === 0 ? null : describeWhole(database, parentId);
  },
  toApi: (parent) => (parent === null ? apiFailure('Task or its parent not found') : apiSuccess(parent)),
};
