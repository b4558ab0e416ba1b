import { formatUtcTime } from '@bigpanda/model';
import { changeAndEnd } from '../jobs/end-job.ts';
import { decideKill } from '../jobs/kill.ts';
import { readNumber } from '../request/parameter-values.ts';
import { readIds } from '../request/sent-ids.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** Kills jobs of the sender, or others by role; whether each was killed or will be. */
export const killJobs: ServerFunction<PlainValue> = {
  legacyName: 'killJobs',
  apiPath: 'job/kill',
  apiVerbs: ['POST'],
  access: 'user',
  run: async ({ database, identity, readClock, log }, parameters) => {
    const code = readNumber(parameters, 'code');
    const time = formatUtcTime(readClock());
    const killed: boolean[] = [];
    for (const pandaId of readIds(parameters)) {
      const { isKilled } = await changeAndEnd(database, { pandaId, time }, (job) => decideKill(job, { identity, code, time }));
      if (isKilled) log.info({ pandaId, code, user: identity.name }, 'job killed');
      killed.push(isKilled);
    }
    return killed;
  },
  ...plainReplies,
};
