import { listBannedUsers } from '@bigpanda/datastore';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Names of users that may do nothing. */
export const getBanUsers: ServerFunction<readonly string[]> = {
  legacyName: 'get_ban_users',
  apiPath: 'metaconfig/get_banned_users',
  apiVerbs: ['GET'],
  access: 'user',
  run: ({ database }) => listBannedUsers(database),
  toLegacy: (names) => ({ kind: 'text', text: JSON.stringify([true, asMap(names)]) }),
  toApi: (names) => apiSuccess(asMap(names)),
};

function asMap(names: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [name, false]));
}
