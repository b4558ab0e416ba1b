import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countPerSite, labelsOfKind, recentStates } from '../jobs/statistics.ts';
import { readFlag, readText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of each site are in each state; ended ones unless `readArchived` is `False`. Source: panda-server 2014-04, OraDBProxy.getJobStatistics. */
export const getJobStatisticsPerSite: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatisticsPerSite',
  apiPath: 'statistics/active_job_stats_by_site',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database, readClock }, parameters) => {
    const readsArchived = readText(parameters, 'readArchived') === undefined || readFlag(parameters, 'readArchived');
    const labels = labelsOfKind(readText(parameters, 'jobType'));
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions, ...labels }, ['computingSite', 'jobStatus']));
    return countPerSite(counts, { readsArchived });
  },
  ...plainReplies,
};
