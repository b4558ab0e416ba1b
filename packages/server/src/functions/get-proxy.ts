import { statusCodes, type ReplyFields } from '@bigpanda/model';
import { credentialReplies } from '../credentials/credential-reply.ts';
import { findCredential } from '../credentials/credential-store.ts';
import { compactName } from '@bigpanda/program';
import { readText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** The proxy of the sender, or of who is named, with a role (`NAME.ROLE`) or without (`NAME`), to who has `p` in `users.GRIDPREF`. */
export const getProxy: ServerFunction<ReplyFields> = {
  legacyName: 'getProxy',
  apiPath: 'creds/get_proxy',
  apiVerbs: ['GET'],
  access: 'user',
  run: async (context, parameters) => {
    const [dn, role = ''] = ['dn', 'role'].map((name) => readText(parameters, name));
    const owner = dn === undefined || dn === '' ? context.identity.name : compactName(dn);
    const found = await findCredential(context, 'proxies', role === '' ? owner : `${owner}.${role.replaceAll('/', '_')}`);
    return 'refusal' in found ? found.refusal : { StatusCode: statusCodes.success, userProxy: found.text };
  },
  ...credentialReplies,
};
