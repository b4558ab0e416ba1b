import type { PlainValue } from '@bigpanda/model';
import { keepOwnJobs } from '../jobs/own-jobs.ts';
import { prepareAgain } from '../jobs/prepare-again.ts';
import { readIds } from '../request/sent-ids.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The same as reassignJobs, for the jobs of a user. */
export const resubmitJobs: ServerFunction<PlainValue> = {
  legacyName: 'resubmitJobs',
  access: 'user',
  run: async (context, parameters) => {
    await prepareAgain(context, await keepOwnJobs(context, readIds(parameters)));
    return true;
  },
  ...plainReplies,
};
