import { statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** How many event ranges of a job are left: none, as this server runs no event service. */
export const checkEventsAvailability: ServerFunction<number> = {
  legacyName: 'checkEventsAvailability',
  apiPath: 'event/get_available_event_range_count',
  apiVerbs: ['GET'],
  access: 'pilot',
  run: () => Promise.resolve(0),
  toLegacy: (count) => ({ kind: 'fields', fields: { StatusCode: statusCodes.success, nEventRanges: count } }),
  toApi: apiSuccess,
};
