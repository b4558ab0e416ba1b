import { findJobs } from '@bigpanda/datastore';
import { isFinalJobState, jobStates, type PlainValue } from '@bigpanda/model';
import { readText, requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxJobs = 100_000;

/** PandaID, state and name of the jobs of a cloud that have not ended, or only of those of a scheduler. */
export const queryJobInfoPerCloud: ServerFunction<PlainValue> = {
  legacyName: 'queryJobInfoPerCloud',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const schedulerId = readText(parameters, 'schedulerID');
    const jobs = await findJobs(database, { cloud: requireText(parameters, 'cloud'), states: jobStates.filter((state) => !isFinalJobState(state)) }, maxJobs);
    return jobs.filter((job) => schedulerId === undefined || job.schedulerID === schedulerId).map(({ PandaID = 0, jobStatus = '', jobName = '' }) => ({ PandaID, jobStatus, jobName }));
  },
  ...plainReplies,
};
