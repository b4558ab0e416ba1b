import { findSandboxFile } from '@bigpanda/datastore';
import { apiFailure } from '../reply/api-reply.ts';
import { requireInteger, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Whether the sender has put a file with this size and checksum before: `FOUND:<host>:<file>` or `NOTFOUND`. */
export const checkSandboxFile: ServerFunction<string> = {
  legacyName: 'checkSandboxFile',
  apiPath: 'file_server/validate_cache_file',
  apiVerbs: ['POST'],
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const found = await findSandboxFile(database, { userName: identity.name, sizeBytes: requireInteger(parameters, 'fileSize'), checksum: requireText(parameters, 'checkSum') });
    return found === undefined ? 'NOTFOUND' : `FOUND:${found.hostName}:${found.fileName}`;
  },
  toLegacy: (text) => ({ kind: 'text', text }),
  toApi: (message) => (message === 'NOTFOUND' ? apiFailure(message) : { success: true, message, data: null }),
};
