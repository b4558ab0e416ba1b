import { checkJobStatus } from './check-job-status.ts';
import type { ServerFunction } from './server-function.ts';

const { legacyName: _, ...others } = checkJobStatus;

/** State and attempt of jobs as a list in the order of their ids, for users. */
export const getStatusOfJobs: typeof checkJobStatus extends ServerFunction<infer Result> ? ServerFunction<Result> : never = { ...others, apiPath: 'job/get_status', access: 'user' };
