import { changeJob } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { isOwner } from '../jobs/kill.ts';
import { anyone } from '../identity/identity.ts';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readFlag, readText, requireInteger } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Lets the pilot of a job send what the job prints, or no longer. */
export const setDebugMode: ServerFunction<{ readonly refusal?: string }> = {
  legacyName: 'setDebugMode',
  apiPath: 'job/set_debug_mode',
  apiVerbs: ['POST'],
  access: 'user',
  apiAccess: 'production',
  run: async ({ database, identity, readClock }, parameters) => {
    const pandaId = requireInteger(parameters, readText(parameters, 'pandaID') === undefined ? 'jobId' : 'pandaID');
    const isOn = readFlag(parameters, 'modeOn') || readFlag(parameters, 'mode');
    return changeJob<{ readonly refusal?: string }>(database, { pandaId, time: formatUtcTime(readClock()) }, (job) => {
      if (job === undefined) return { outcome: { refusal: `PandaID=${pandaId} not found` } };
      if (identity !== anyone && !identity.hasProductionRole && !isOwner(job, identity)) return { outcome: { refusal: 'not the owner of the job or no production role' } };
      const others = String(job.specialHandling ?? '').split(',').filter((word) => word !== '' && word !== 'debug');
      return { outcome: {}, change: { attributes: { specialHandling: [...others, ...(isOn ? ['debug'] : [])].join(',') }, states: [], files: [] } };
    });
  },
  toLegacy: ({ refusal }) => ({ kind: 'text', text: refusal === undefined ? 'Succeeded' : `ERROR: ${refusal}` }),
  toApi: ({ refusal }) => (refusal === undefined ? apiSuccess() : apiFailure(refusal)),
};
