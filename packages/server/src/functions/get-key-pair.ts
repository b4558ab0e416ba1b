import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { credentialReplies } from '../credentials/credential-reply.ts';
import { findCredential } from '../credentials/credential-store.ts';
import { requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** A pair of keys, as for an object store, to who has `k` in `users.GRIDPREF`. */
export const getKeyPair: ServerFunction<ReplyFields> = {
  legacyName: 'getKeyPair',
  apiPath: 'creds/get_key_pair',
  apiVerbs: ['GET'],
  access: 'user',
  run: async (context, parameters) => {
    const publicKey = await findCredential(context, 'keys', requireText(parameters, 'publicKeyName'));
    const privateKey = await findCredential(context, 'keys', requireText(parameters, 'privateKeyName'));
    if ('refusal' in publicKey) return publicKey.refusal;
    return 'refusal' in privateKey ? privateKey.refusal : { StatusCode: statusCodes.success, publicKey: publicKey.text, privateKey: privateKey.text };
  },
  ...credentialReplies,
};
