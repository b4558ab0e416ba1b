import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** The event ranges of a job: none, as this server runs no event service. */
export const getEventRanges: ServerFunction<ReplyFields> = {
  legacyName: 'getEventRanges',
  apiPath: 'event/acquire_event_ranges',
  access: 'pilot',
  run: async () => ({ StatusCode: statusCodes.success, eventRanges: '[]' }),
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: () => apiSuccess({ eventRanges: [] }),
};
