import { findJobs } from '@bigpanda/datastore';
import { isJobState, type PlainValue } from '@bigpanda/model';
import { readNumber, requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const usualLimit = 500;
const maxLimit = 5000;

/** PandaIDs of production jobs of a site in a state, ascending; 500 unless `limit` says so. */
export const getPandaIDsSite: ServerFunction<PlainValue> = {
  legacyName: 'getPandaIDsSite',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const [computingSite, state] = [requireText(parameters, 'site'), requireText(parameters, 'status')];
    const limit = Math.min(Math.max(Math.trunc(readNumber(parameters, 'limit') ?? usualLimit), 0), maxLimit);
    const jobs = isJobState(state) ? await findJobs(database, { computingSite, states: [state], prodSourceLabels: ['managed'] }, limit) : [];
    return jobs.map((job) => Number(job.PandaID));
  },
  ...plainReplies,
};
