import { readJobs } from '@bigpanda/datastore';
import { statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

interface JobCheck {
  readonly status: string;
  readonly attemptNr: number;
}

/** State and attempt of jobs as a list in the order of their ids. */
export const checkJobStatus: ServerFunction<readonly JobCheck[]> = {
  legacyName: 'checkJobStatus',
  apiPath: 'pilot/get_job_status',
  apiVerbs: ['GET'],
  access: 'pilot',
  apiAccess: 'user',
  run: async ({ database }, parameters) => {
    const ids = readIds(parameters);
    const jobs = await readJobs(database, ids);
    return ids.map((id) => ({ status: String(jobs.get(id)?.attributes.jobStatus ?? 'unknown'), attemptNr: Number(jobs.get(id)?.attributes.attemptNr ?? 0) }));
  },
  toLegacy: (data) => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, data }) }),
  toApi: apiSuccess,
};
