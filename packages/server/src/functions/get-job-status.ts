import { readJobs } from '@bigpanda/datastore';
import { jsonFromJob, objectFromJob, pickleFromJob, type JobSpec } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

/** The jobs with these ids, in their order, nothing in the place of an unknown one; at most 5500. */
export const getJobStatus: ServerFunction<readonly (JobSpec | undefined)[]> = {
  legacyName: 'getJobStatus',
  apiPath: 'job/get_description',
  access: 'anyone',
  apiAccess: 'user',
  run: async (context, parameters) => {
    const ids = readIds(parameters);
    const jobs = await readJobs(context.database, [...new Set(ids)]);
    return ids.map((id) => jobs.get(id));
  },
  toLegacy: (jobs) => ({ kind: 'value', pickle: jobs.map((job) => (job === undefined ? null : pickleFromJob(job))), json: toJson(jobs) }),
  toApi: (jobs) => apiSuccess(jobs.map((job) => (job === undefined ? null : objectFromJob(job)))),
};

function toJson(jobs: readonly (JobSpec | undefined)[]): unknown[] {
  return jobs.map((job) => (job === undefined ? null : jsonFromJob(job)));
}
