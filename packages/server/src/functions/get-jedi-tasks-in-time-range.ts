import type { PlainValue } from '@bigpanda/model';
import { listOwnTasks } from '../tasks/task-list.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Tasks of the sender, or of who is named, that changed since a time, by their id. */
export const getJediTasksInTimeRange: ServerFunction<PlainValue> = {
  legacyName: 'getJediTasksInTimeRange',
  apiPath: 'task/get_tasks_modified_since',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database, identity }, parameters) => listOwnTasks(database, identity, parameters),
  ...plainReplies,
};
