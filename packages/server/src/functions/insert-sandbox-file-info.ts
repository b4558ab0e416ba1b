import { insertSandboxFile } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { requireInteger, requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes a sandbox that another cache server holds. */
export const insertSandboxFileInfo: ServerFunction<string | boolean> = {
  legacyName: 'insertSandboxFileInfo',
  apiPath: 'file_server/register_cache_file',
  apiVerbs: ['POST'],
  access: 'production',
  run: async ({ database, address, readClock }, parameters) => {
    await insertSandboxFile(database, {
      userName: requireText(parameters, 'userName').slice(0, 128), fileName: requireText(parameters, 'fileName').slice(0, 256), hostName: address.slice(0, 64),
      sizeBytes: requireInteger(parameters, 'fileSize'), checksum: requireText(parameters, 'checkSum').slice(0, 36),
    }, formatUtcTime(readClock()));
    return true;
  },
  ...textReplies,
};
