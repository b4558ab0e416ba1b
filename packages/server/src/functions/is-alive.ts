import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Tells that the server answers. */
export const isAlive: ServerFunction<undefined> = {
  legacyName: 'isAlive',
  apiPath: 'system/is_alive',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async () => undefined,
  toLegacy: () => ({ kind: 'text', text: 'alive=yes' }),
  toApi: () => apiSuccess(),
};
