import { findProxyKey } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Where the proxy of the sender lies: credname, myproxy, origin, expires; empty when it was never told. */
export const getProxyKey: ServerFunction<PlainValue> = {
  legacyName: 'getProxyKey',
  access: 'user',
  run: async ({ database, identity }) => ({ ...(await findProxyKey(database, identity.dn ?? identity.name)) }),
  ...plainReplies,
};
