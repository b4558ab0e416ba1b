import { writeHarvester } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes that a harvester is alive, and on which machine. */
export const harvesterIsAlive: ServerFunction<undefined> = {
  legacyName: 'harvesterIsAlive',
  apiPath: 'harvester/heartbeat',
  apiVerbs: ['POST'],
  access: 'pilot',
  apiAccess: 'user',
  run: async ({ database, clientHost, readClock }, parameters) => {
    await writeHarvester(database, { HARVESTER_ID: requireText(parameters, 'harvesterID').slice(0, 50), HARVESTER_HOST: (readText(parameters, 'host') ?? clientHost)?.slice(0, 100) ?? null, LASTUPDATE: formatUtcTime(readClock()) });
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: JSON.stringify([true, 'OK']) }),
  toApi: () => apiSuccess(),
};
