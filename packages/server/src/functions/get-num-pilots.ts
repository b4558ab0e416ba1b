import { listPilotCounts } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { tallyHours } from '../watch/pilot-tally.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many worker nodes of each site have asked for a job or reported on one in the last 3 hours, as `sitedata` tells. */
export const getNumPilots: ServerFunction<PlainValue> = {
  legacyName: 'getNumPilots',
  access: 'anyone',
  run: async ({ database }) => Object.fromEntries((await listPilotCounts(database, tallyHours)).map(({ site, getJob, updateJob }) => [site, { nPilots: getJob + updateJob }])),
  ...plainReplies,
};
