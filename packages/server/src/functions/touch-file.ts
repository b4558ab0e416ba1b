import { touchSandbox } from '../files/sandbox.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes that a file of the cache was used, so that it is kept longer. */
export const touchFile: ServerFunction<boolean> = {
  legacyName: 'touchFile',
  apiPath: 'file_server/touch_cache_file',
  apiVerbs: ['POST'],
  access: 'anyone',
  apiAccess: 'user',
  run: touchSandbox,
  toLegacy: (isDone) => ({ kind: 'text', text: isDone ? 'True' : 'False' }),
  toApi: () => apiSuccess(),
};
