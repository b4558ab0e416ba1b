import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many activated jobs of each user a site has. */
export const getNUserJobs: ServerFunction<PlainValue> = {
  legacyName: 'getNUserJobs',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const counts = await groupJobs(database, { states: ['activated'], computingSite: requireText(parameters, 'siteName') }, ['prodUserName']);
    return Object.fromEntries(counts.map(({ values: [user = 'NULL'], count }) => [user, count]));
  },
  ...plainReplies,
};
