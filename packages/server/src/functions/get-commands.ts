import { fetchCommands, type HarvesterCommand } from '@bigpanda/datastore';
import { formatUtcTime, statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readNumber, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

const maxCommands = 1000;

/** The oldest commands that a harvester has not fetched yet; each is told once. */
export const getCommands: ServerFunction<readonly HarvesterCommand[]> = {
  legacyName: 'getCommands',
  apiPath: 'harvester/acquire_commands',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: ({ database, readClock }, parameters) => fetchCommands(database, requireText(parameters, 'harvesterID'), { limit: Math.min(Math.max(Math.trunc(readNumber(parameters, 'nCommands') ?? 1), 1), maxCommands), time: formatUtcTime(readClock()) }),
  toLegacy: (commands) => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, Returns: 0, Commands: commands }) }),
  toApi: apiSuccess,
};
