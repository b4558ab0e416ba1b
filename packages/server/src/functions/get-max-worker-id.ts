import { findLastWorker } from '@bigpanda/datastore';
import { apiSuccess } from '../reply/api-reply.ts';
import { requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** The greatest number of a worker that a harvester has told of. */
export const getMaxWorkerId: ServerFunction<number | undefined> = {
  legacyName: 'get_max_worker_id',
  apiPath: 'harvester/get_current_worker_id',
  apiVerbs: ['GET'],
  access: 'pilot',
  apiAccess: 'user',
  run: ({ database }, parameters) => findLastWorker(database, requireText(parameters, 'harvesterID')),
  toLegacy: (id) => ({ kind: 'text', text: id === undefined ? 'None' : String(id) }),
  toApi: (id) => apiSuccess(id ?? null),
};
