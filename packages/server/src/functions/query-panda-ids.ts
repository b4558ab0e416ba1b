import { findJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readIds } from '../request/sent-ids.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The PandaID of each job definition, in their order; nothing for an unknown one. */
export const queryPandaIDs: ServerFunction<PlainValue> = {
  legacyName: 'queryPandaIDs',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const found: (number | null)[] = [];
    for (const jobDefinitionId of readIds(parameters)) {
      const [job] = await findJobs(database, { jobDefinitionId }, 1);
      found.push(job === undefined ? null : Number(job.PandaID));
    }
    return found;
  },
  ...plainReplies,
};
