import { listTasks } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readNumber } from '../request/parameter-values.ts';
import { plainTask, readConditions } from '../tasks/task-description.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Tasks that changed since a time and meet filters, newest first, at most 500 or as asked. */
export const getTasksDetailedInfoSince: ServerFunction<PlainValue> = {
  apiPath: 'task/get_tasks_detailed_info_since',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => (await listTasks(database, readConditions(parameters), Math.min(Math.max(Math.trunc(readNumber(parameters, 'nTasks') ?? 500), 0), 5000))).map(plainTask),
  ...plainReplies,
};
