import { retryFailedJobs } from '../jobs/retry-failed.ts';
import { requireInteger } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Tries the failed jobs of one job definition of the sender again, while others of it have not ended. */
export const retryFailedJobsInActive: ServerFunction<string | boolean> = {
  legacyName: 'retryFailedJobsInActive',
  access: 'user',
  run: async (context, parameters) => {
    const count = await retryFailedJobs(context, requireInteger(parameters, 'jobID'));
    context.log.info({ jobDefinitionId: requireInteger(parameters, 'jobID'), count, user: context.identity.name }, 'failed jobs are tried again');
    return true;
  },
  ...textReplies,
};
