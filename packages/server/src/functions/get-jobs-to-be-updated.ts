import { findChangedJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readNumber, readText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxJobs = 5000;

/** Production jobs of a submitter (`lockedby`) whose state its own database has not been told, by state; at most 5000. */
export const getJobsToBeUpdated: ServerFunction<PlainValue> = {
  legacyName: 'getJobsToBeUpdated',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const limit = Math.min(Math.max(Math.trunc(readNumber(parameters, 'limit') ?? maxJobs), 1), maxJobs);
    const jobs = await findChangedJobs(database, { lockedby: readText(parameters, 'lockedby') ?? '', prodSourceLabels: ['managed', 'rc_test'] }, limit);
    const byState = Map.groupBy(jobs, (job) => String(job.jobStatus));
    return Object.fromEntries([...byState].map(([state, group]) => [state, group.map(({ PandaID = 0, attemptNr = 0, stateChangeTime = '', jobDefinitionID = 0, jobExecutionID = 0 }) => ({ PandaID, attemptNr, stateChangeTime, jobDefinitionID, jobExecutionID }))]));
  },
  ...plainReplies,
};
