import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { credentialReplies } from '../credentials/credential-reply.ts';
import { findCredential, splitKeys } from '../credentials/credential-store.ts';
import { requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** The newest token key of a client, with which pilots ask for its access token, to who has `t` in `users.GRIDPREF`. */
export const getTokenKey: ServerFunction<ReplyFields> = {
  legacyName: 'get_token_key',
  apiPath: 'creds/get_token_key',
  apiVerbs: ['GET'],
  access: 'user',
  run: async (context, parameters) => {
    const found = await findCredential(context, 'token-keys', requireText(parameters, 'clientName'));
    return 'refusal' in found ? found.refusal : { StatusCode: statusCodes.success, tokenKey: splitKeys(found.text)[0] ?? '' };
  },
  ...credentialReplies,
};
