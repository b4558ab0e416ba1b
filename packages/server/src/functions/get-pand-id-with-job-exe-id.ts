import { findJobs } from '@bigpanda/datastore';
import { pickleTuple, type PickleValue, type SpecValue } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

type Found = readonly [pandaId: SpecValue | null, jobDefinitionId: SpecValue | null, jobName: SpecValue];

/** PandaID, job definition and name of the pending production job of each execution number, in their order; nothing for an unknown one. */
export const getPandaIDwithJobExeID: ServerFunction<readonly Found[]> = {
  legacyName: 'getPandaIDwithJobExeID',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const found: Found[] = [];
    for (const jobExecutionId of readIds(parameters)) {
      const [job] = await findJobs(database, { jobExecutionId, states: ['pending'], prodSourceLabels: ['managed'] }, 1);
      found.push(job === undefined ? [null, null, ''] : [job.PandaID ?? null, job.jobDefinitionID ?? null, job.jobName ?? '']);
    }
    return found;
  },
  toLegacy: (found) => ({ kind: 'value', pickle: found.map((items): PickleValue => pickleTuple(...items)), json: found }),
  toApi: apiSuccess,
};
