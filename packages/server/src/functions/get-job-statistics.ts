import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countNested, labelsOfKind, recentStates } from '../jobs/statistics.ts';
import { readText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of each cloud are in each state; ended ones of the last 12 hours. Only `analysis` or `production` jobs when `sourcetype` says so. */
export const getJobStatistics: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatistics',
  apiPath: 'statistics/job_stats_by_cloud',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database, readClock }, parameters) => {
    const kind = readText(parameters, 'sourcetype') ?? readText(parameters, 'type');
    const labels = labelsOfKind(kind);
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions, ...labels }, ['cloud', 'jobStatus']));
    return countNested(counts);
  },
  ...plainReplies,
};
