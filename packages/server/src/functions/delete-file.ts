import { readText, requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Acknowledges that a client needs a file of the cache no longer; the file stays, as other jobs may read it. */
export const deleteFile: ServerFunction<string | boolean> = {
  legacyName: 'deleteFile',
  apiPath: 'file_server/delete_cache_file',
  apiVerbs: ['POST'],
  access: 'user',
  run: async (_, parameters) => requireText(parameters, readText(parameters, 'file') === undefined ? 'fileName' : 'file') !== '',
  ...textReplies,
};
