import { findJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readTaskId } from './task-function.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The PandaIDs of a task, ascending. */
export const getPandaIDsWithTaskID: ServerFunction<PlainValue> = {
  legacyName: 'getPandaIDsWithTaskID',
  apiPath: 'task/get_job_ids',
  apiVerbs: ['GET'],
  access: 'anyone',
  apiAccess: 'user',
  run: async ({ database }, parameters) => (await findJobs(database, { jediTaskId: readTaskId(parameters) ?? 0 }, 100_000)).map((job) => Number(job.PandaID)),
  ...plainReplies,
};
