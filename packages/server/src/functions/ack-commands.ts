import { acknowledgeCommands } from '@bigpanda/datastore';
import { formatUtcTime, statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readId } from '../request/sent-ids.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes that a harvester has done commands. */
export const ackCommands: ServerFunction<undefined> = {
  legacyName: 'ackCommands',
  apiPath: 'harvester/acknowledge_commands',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async ({ database, readClock }, parameters) => {
    const { value } = readSentList(parameters, 'commandIds');
    await acknowledgeCommands(database, Array.isArray(value) ? value.map(readId) : [], formatUtcTime(readClock()));
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, Returns: 0 }) }),
  toApi: () => apiSuccess(),
};
