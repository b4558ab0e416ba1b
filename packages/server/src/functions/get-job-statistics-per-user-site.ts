import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countNested, labelsOfKind, recentStates } from '../jobs/statistics.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of each site and user are in each state. */
export const getJobStatisticsPerUserSite: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatisticsPerUserSite',
  access: 'anyone',
  run: async ({ database, readClock }) => {
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions, ...labelsOfKind('analysis') }, ['computingSite', 'prodUserName', 'jobStatus']));
    return countNested(counts);
  },
  ...plainReplies,
};
