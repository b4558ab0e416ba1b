import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';
import type { Identity } from '../identity/identity.ts';

/** Who the server takes the sender for. */
export const getAttr: ServerFunction<Identity> = {
  legacyName: 'getAttr',
  apiPath: 'system/get_attributes',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ identity }) => identity,
  toLegacy: (identity) => ({ kind: 'text', text: `${Object.entries(attributes(identity)).map(([name, value]) => `${name} : ${value}`).join('\n')}\n` }),
  toApi: (identity) => apiSuccess({ parameters: {}, environment: attributes(identity) }),
};

/** As Apache named them for PanDA. Source: panda-server, `taskbuffer/Utils.py`. */
function attributes({ dn, name, fqans }: Identity): Record<string, string> {
  return { SSL_CLIENT_S_DN: dn ?? `/CN=${name}`, PANDA_USER_NAME: name, ...Object.fromEntries(fqans.map((fqan, index) => [`GRST_CRED_AURI_${index}`, `fqan:${fqan}`])) };
}
