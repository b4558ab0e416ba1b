import { storeSandbox } from '../files/sandbox.ts';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Keeps a sandbox below `/cache/`; what is there already is never overwritten. */
export const putFile: ServerFunction<{ readonly refusal?: string }> = {
  legacyName: 'putFile',
  apiPath: 'file_server/upload_cache_file',
  apiVerbs: ['POST'],
  access: 'user',
  run: storeSandbox,
  toLegacy: ({ refusal }) => ({ kind: 'text', text: refusal === undefined ? 'True' : `ERROR : ${refusal}` }),
  toApi: ({ refusal }) => (refusal === undefined ? apiSuccess() : apiFailure(`ERROR : ${refusal}`)),
};
