import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiFailure } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

const words = 'this server runs no event service';

/** Refuses to note what became of an event range, as this server gives none out. */
export const updateEventRange: ServerFunction<ReplyFields> = {
  legacyName: 'updateEventRange',
  apiPath: 'event/update_single_event_range',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async () => ({ StatusCode: statusCodes.failed, errorDialog: words }),
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: () => apiFailure(words),
};
