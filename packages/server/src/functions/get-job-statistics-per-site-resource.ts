import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countNested, recentStates } from '../jobs/statistics.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of each site and kind of slot are in each state. */
export const getJobStatisticsPerSiteResource: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatisticsPerSiteResource',
  apiPath: 'statistics/job_stats_by_site_and_resource_type',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database, readClock }) => {
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions }, ['computingSite', 'resource_type', 'jobStatus']));
    return countNested(counts);
  },
  ...plainReplies,
};
