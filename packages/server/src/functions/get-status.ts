import { readJobs } from '@bigpanda/datastore';
import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

/** State and attempt of jobs, joined by `+` in the order of their ids; `notfound` for an unknown one. */
export const getStatus: ServerFunction<ReplyFields> = {
  legacyName: 'getStatus',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const ids = readIds(parameters);
    const jobs = await readJobs(database, ids);
    const attributes = ids.map((id) => jobs.get(id)?.attributes);
    return { StatusCode: statusCodes.success, status: attributes.map((job) => job?.jobStatus ?? 'notfound').join('+'), attemptNr: attributes.map((job) => job?.attemptNr ?? 0).join('+') };
  },
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: apiSuccess,
};
