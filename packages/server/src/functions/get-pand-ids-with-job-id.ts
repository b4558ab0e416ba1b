import { findJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { compactName } from '@bigpanda/program';
import { readText, requireInteger } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxJobs = 10_000;

/** The jobs of one job definition of the sender, or of who is named: label and state by PandaID. */
export const getPandIDsWithJobID: ServerFunction<PlainValue> = {
  legacyName: 'getPandIDsWithJobID',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const dn = readText(parameters, 'dn');
    const jobs = await findJobs(database, { jobDefinitionId: requireInteger(parameters, 'jobID'), prodUserName: dn === undefined ? identity.name : compactName(dn) }, maxJobs);
    return Object.fromEntries(jobs.map((job) => [String(job.PandaID), [String(job.prodSourceLabel ?? ''), String(job.jobStatus ?? '')]]));
  },
  ...plainReplies,
};
