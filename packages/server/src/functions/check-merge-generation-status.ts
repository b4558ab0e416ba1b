import { findJobs, readJobs } from '@bigpanda/datastore';
import { isFinalJobState, type PlainValue } from '@bigpanda/model';
import { compactName } from '@bigpanda/program';
import { readText, requireInteger } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxJobs = 10_000;

/** Whether jobs that merge the output of a job definition are made: `NA` when none were asked for, `standby` while jobs run, else `aborted`, as this server makes none. */
export const checkMergeGenerationStatus: ServerFunction<PlainValue> = {
  legacyName: 'checkMergeGenerationStatus',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const dn = readText(parameters, 'dn');
    const jobs = await findJobs(database, { jobDefinitionId: requireInteger(parameters, 'jobID'), prodUserName: dn === undefined ? identity.name : compactName(dn) }, maxJobs);
    const last = Number(jobs.at(-1)?.PandaID ?? 0);
    const asked = String((await readJobs(database, [last])).get(last)?.attributes.jobParameters ?? '').includes('--mergeOutput');
    if (!asked) return { status: 'NA', mergeIDs: [] };
    return { status: jobs.some((job) => !isFinalJobState(String(job.jobStatus))) ? 'standby' : 'aborted', mergeIDs: [] };
  },
  ...plainReplies,
};
