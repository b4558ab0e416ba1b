import { readJobs } from '@bigpanda/datastore';
import { getJobStatus } from './get-job-status.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

/** The jobs with these ids, archived ones too, in their order, nothing in the place of an unknown one; at most 5500. */
export const getFullJobStatus: ServerFunction<Awaited<ReturnType<typeof getJobStatus.run>>> = {
  ...getJobStatus,
  legacyName: 'getFullJobStatus',
  apiPath: 'job/get_description_incl_archive',
  access: 'user',
  run: async (context, parameters) => {
    const ids = readIds(parameters);
    const jobs = await readJobs(context.database, [...new Set(ids)], { withArchive: true });
    return ids.map((id) => jobs.get(id));
  },
};
