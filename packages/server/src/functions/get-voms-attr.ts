import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** The FQANs of the sender, a line each. */
export const getVomsAttr: ServerFunction<readonly string[]> = {
  legacyName: 'getVomsAttr',
  apiPath: 'system/get_voms_attributes',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ identity }) => identity.fqans,
  toLegacy: (fqans) => ({ kind: 'text', text: fqans.map((fqan, index) => `GRST_CRED_AURI_${index} : fqan:${fqan}\n`).join('') }),
  toApi: (fqans) => apiSuccess(Object.fromEntries(fqans.map((fqan, index) => [`GRST_CRED_AURI_${index}`, `fqan:${fqan}`]))),
};
