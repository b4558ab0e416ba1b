import { keepOwnJobs } from '../jobs/own-jobs.ts';
import { prepareAgain } from '../jobs/prepare-again.ts';
import { readIds } from '../request/sent-ids.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** Prepares jobs that no pilot has anew: pending ones come into play, those without a site are brokered, input is looked for again; by api/v1 also one's own. */
export const reassignJobs: ServerFunction<PlainValue> = {
  legacyName: 'reassignJobs',
  apiPath: 'job/reassign',
  apiVerbs: ['POST'],
  access: 'production',
  apiAccess: 'user',
  run: async (context, parameters) => {
    await prepareAgain(context, await keepOwnJobs(context, readIds(parameters)));
    return true;
  },
  ...plainReplies,
};
