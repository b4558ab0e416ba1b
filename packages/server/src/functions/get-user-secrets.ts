import { readSecrets } from '@bigpanda/datastore';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** The secrets of the sender, by key, as JSON. */
export const getUserSecrets: ServerFunction<Readonly<Record<string, string>>> = {
  legacyName: 'get_user_secrets',
  apiPath: 'creds/get_user_secrets',
  apiVerbs: ['GET'],
  access: 'user',
  run: ({ database, identity }) => readSecrets(database, identity.name),
  toLegacy: (secrets) => ({ kind: 'text', text: JSON.stringify([true, JSON.stringify(secrets)]) }),
  toApi: (secrets) => apiSuccess(JSON.stringify(secrets)),
};
