import type { PlainValue } from '@bigpanda/model';
import { readFlag } from '../request/parameter-values.ts';
import { listTaskJobs } from '../tasks/task-description.ts';
import { readTaskId } from './task-function.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The jobs of a task, or only those that did not finish. */
export const getJobDescriptions: ServerFunction<PlainValue> = {
  apiPath: 'task/get_job_descriptions',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => listTaskJobs(database, readTaskId(parameters) ?? 0, { onlyUnsuccessful: readFlag(parameters, 'unsuccessfulOnly') }),
  ...plainReplies,
};
