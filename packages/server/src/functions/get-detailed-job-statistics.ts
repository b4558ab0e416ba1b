import { groupJobs } from '@bigpanda/datastore';
import { isFinalJobState, jobStates, type PlainValue } from '@bigpanda/model';
import { countNested } from '../jobs/statistics.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs that have not ended each site has, by kind of slot, label and state. */
export const getDetailedJobStatistics: ServerFunction<PlainValue> = {
  apiPath: 'statistics/active_job_detailed_stats_by_site',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database }) => countNested(await groupJobs(database, { states: jobStates.filter((state) => !isFinalJobState(state)) }, ['computingSite', 'resource_type', 'prodSourceLabel', 'jobStatus'])),
  ...plainReplies,
};
