import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { countNested, recentStates } from '../jobs/statistics.ts';
import { readText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of each site and label are in each state; of one site when it is named. */
export const getJobStatisticsWithLabel: ServerFunction<PlainValue> = {
  legacyName: 'getJobStatisticsWithLabel',
  access: 'anyone',
  run: async ({ database, readClock }, parameters) => {
    const site = readText(parameters, 'site') ?? '';
    const counts = await recentStates(readClock, (conditions) => groupJobs(database, { ...conditions, ...(site === '' ? {} : { computingSite: site }) }, ['computingSite', 'prodSourceLabel', 'jobStatus']));
    return countNested(counts);
  },
  ...plainReplies,
};
