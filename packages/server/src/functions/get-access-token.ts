import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { credentialReplies } from '../credentials/credential-reply.ts';
import { findCredential, refuse, tokenKeys } from '../credentials/credential-store.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** The access token of a client to who has `p` in `users.GRIDPREF`; where the client has token keys, with one of them. */
export const getAccessToken: ServerFunction<ReplyFields> = {
  legacyName: 'get_access_token',
  apiPath: 'creds/get_access_token',
  apiVerbs: ['GET'],
  access: 'user',
  run: async (context, parameters) => {
    const client = requireText(parameters, 'clientName');
    const keys = await tokenKeys(context, client);
    const found = await findCredential(context, 'tokens', client);
    if ('refusal' in found) return found.refusal;
    if (keys.length > 0 && !keys.includes(readText(parameters, 'tokenKey') ?? '')) return refuse(statusCodes.invalidToken, `failed since token key is invalid for ${client}`).refusal;
    return { StatusCode: statusCodes.success, userProxy: found.text.trim() };
  },
  ...credentialReplies,
};
