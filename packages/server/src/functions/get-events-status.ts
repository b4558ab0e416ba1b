import { statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** States of event ranges of jobs: an empty map, as this server runs no event service. */
export const getEventsStatus: ServerFunction<Readonly<Record<string, never>>> = {
  legacyName: 'get_events_status',
  apiPath: 'event/get_event_range_statuses',
  apiVerbs: ['GET'],
  access: 'user',
  run: () => Promise.resolve({}),
  toLegacy: (statuses) => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, status: statuses }) }),
  toApi: apiSuccess,
};
