import { changeJob } from '@bigpanda/datastore';
import { formatUtcTime, isFinalJobState, pickleTuple } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readId } from '../request/sent-ids.ts';
import { readSentMap } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

/** Sets the priorities of jobs that have not ended: a map of PandaID to priority. */
export const changeJobPriorities: ServerFunction<undefined> = {
  legacyName: 'changeJobPriorities',
  access: 'production',
  run: async ({ database, readClock }, parameters) => {
    const time = formatUtcTime(readClock());
    for (const [id, text] of readSentMap(parameters, 'newPrioMap')) {
      const priority = Number(text);
      if (!Number.isSafeInteger(priority)) continue;
      await changeJob(database, { pandaId: readId(id), time }, (job) => ({ outcome: undefined, ...(job === undefined || isFinalJobState(String(job.jobStatus)) ? {} : { change: { attributes: { currentPriority: priority, assignedPriority: priority }, states: [], files: [] } }) }));
    }
    return undefined;
  },
  toLegacy: () => ({ kind: 'value', pickle: pickleTuple(true, ''), json: [true, ''] }),
  toApi: () => apiSuccess(),
};
