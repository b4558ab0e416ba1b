import { insertProxyKey } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Keeps where the proxy of the sender lies, for pilots that ask for it with getJob; when it ends is not known here. */
export const registerProxyKey: ServerFunction<string | boolean> = {
  legacyName: 'registerProxyKey',
  access: 'user',
  run: async ({ database, identity, readClock }, parameters) => {
    const [credname, origin, myproxy] = ['credname', 'origin', 'myproxy'].map((name) => requireText(parameters, name));
    return insertProxyKey(database, { dn: identity.dn ?? identity.name, credname: credname ?? '', origin: origin ?? '', myproxy: myproxy ?? '' }, formatUtcTime(readClock()));
  },
  ...textReplies,
};
