import { findUser } from '@bigpanda/datastore';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** What the server keeps of the sender. */
export const getUserAttributes: ServerFunction<PlainValue> = {
  apiPath: 'system/get_user_attributes',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database, identity }) => {
    const user = await findUser(database, identity.name);
    return { name: identity.name, dn: identity.dn ?? null, status: user?.status ?? null };
  },
  ...plainReplies,
};
