import { selectTasks } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readNumber } from '../request/parameter-values.ts';
import { describeProgress } from '../tasks/task-description.ts';
import { readTaskSelection } from '../tasks/task-filters.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const [usualTasks, mostTasks] = [500, 5000];

/** The sender's tasks, or a named user's, that changed since a time and meet filters, newest first, at most 500 or as asked. */
export const getTasksDetailedInfoSince: ServerFunction<PlainValue> = {
  apiPath: 'task/get_tasks_detailed_info_since',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const limit = Math.min(Math.max(Math.trunc(readNumber(parameters, 'nTasks') ?? usualTasks), 0), mostTasks);
    return describeProgress(database, await selectTasks(database, readTaskSelection(parameters, identity), limit));
  },
  ...plainReplies,
};
