import { requireText } from '../request/parameter-values.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Sends the sender on to where a file of the cache is read. */
export const getFile: ServerFunction<string> = {
  legacyName: 'getFile',
  access: 'anyone',
  run: (_context, parameters) => Promise.resolve(`/cache/${requireText(parameters, 'fileName').toWellFormed().split('/').map(encodeURIComponent).join('/')}`),
  toLegacy: (location) => ({ kind: 'redirect', location }),
  toApi: apiSuccess,
};
