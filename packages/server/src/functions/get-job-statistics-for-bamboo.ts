import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countNested, labelsOfKind, recentStates } from '../jobs/statistics.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many production jobs of each cloud and processing type are in each state. */
export const getJobStatisticsForBamboo: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatisticsForBamboo',
  apiPath: 'statistics/production_job_stats_by_cloud_and_processing_type',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database, readClock }) => {
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions, ...labelsOfKind('production') }, ['cloud', 'processingType', 'jobStatus']));
    return countNested(counts);
  },
  ...plainReplies,
};
