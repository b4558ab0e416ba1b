import { writeTargetSlots } from '@bigpanda/datastore';
import { formatUtcTime, isUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readNumber, readText, requireInteger, requireText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { ServerFunction } from './server-function.ts';

const day = 24 * 3600 * 1000;

/** Sets how many slots are wanted of a queue, for some days or until a time; -1 takes the wish away. */
export const setNumSlotsForWP: ServerFunction<string> = {
  legacyName: 'setNumSlotsForWP',
  apiPath: 'harvester/add_target_slots',
  apiVerbs: ['POST'],
  access: 'production',
  run: async ({ database, readClock }, parameters) => {
    const isLegacy = readText(parameters, 'numSlots') !== undefined;
    const count = requireInteger(parameters, isLegacy ? 'numSlots' : 'slots');
    const queue = requireText(parameters, isLegacy ? 'pandaQueueName' : 'pandaQueue').slice(0, 60);
    const globalShare = (readText(parameters, isLegacy ? 'gshare' : 'globalShare') ?? '').slice(0, 32);
    const resourceType = (readText(parameters, 'resourceType') ?? '').slice(0, 16);
    await writeTargetSlots(database, { queue, globalShare, resourceType, count: count === -1 ? undefined : count, expires: readEnd(parameters, readClock()) }, formatUtcTime(readClock()));
    return `set numSlots=${count} for PQ=${queue} gshare=${globalShare || 'None'} resource=${resourceType || 'None'}`;
  },
  toLegacy: (words) => ({ kind: 'text', text: JSON.stringify([0, words]) }),
  toApi: (words) => ({ ...apiSuccess(), message: words }),
};

function readEnd(parameters: RequestParameters, now: number): string | undefined {
  const days = readNumber(parameters, 'validPeriod');
  const date = readText(parameters, 'expirationDate')?.slice(0, 19).replace('T', ' ') ?? '';
  if (isUtcTime(date)) return date;
  return days === undefined ? undefined : formatUtcTime(now + days * day);
}
