import { changeSecrets } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Keeps a secret of the sender, or takes it away when no value is given; all when no key is given. */
export const setUserSecret: ServerFunction<boolean> = {
  legacyName: 'set_user_secret',
  apiPath: 'creds/set_user_secrets',
  apiVerbs: ['POST'],
  access: 'user',
  run: async ({ database, identity, readClock }, parameters) => {
    const key = readText(parameters, 'key');
    const value = readText(parameters, 'value');
    await changeSecrets(database, { owner: identity.name, time: formatUtcTime(readClock()) }, (secrets) => {
      if (key === undefined || key === '') return {};
      const { [key]: _old, ...others } = secrets;
      return value === undefined || value === '' ? others : { ...others, [key]: value };
    });
    return true;
  },
  toLegacy: () => ({ kind: 'text', text: JSON.stringify([true, 'OK']) }),
  toApi: () => apiSuccess('OK'),
};
