import { listResourceTypes } from '@bigpanda/datastore';
import { statusCodes, type PlainValue } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Kinds of slots by cores and memory a core. */
export const getResourceTypes: ServerFunction<PlainValue> = {
  legacyName: 'getResourceTypes',
  apiPath: 'metaconfig/get_resource_types',
  apiVerbs: ['GET'],
  access: 'anyone',
  apiAccess: 'user',
  run: ({ database }) => listResourceTypes(database),
  toLegacy: (types) => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, ResourceTypes: types }) }),
  toApi: apiSuccess,
};
