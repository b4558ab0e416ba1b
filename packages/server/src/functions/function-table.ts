import { getJobStatus } from './get-job-status.ts';
import { getJob } from './get-job.ts';
import { isAlive } from './is-alive.ts';
import { offer, type OfferedFunction } from './server-function.ts';
import { submitJobs } from './submit-jobs.ts';
import { updateJob } from './update-job.ts';

/** Everything the server does; a new function is a new file and a line here. */
export const functionTable: readonly OfferedFunction[] = [
  offer(getJob),
  offer(getJobStatus),
  offer(isAlive),
  offer(submitJobs),
  offer(updateJob),
];
