import { growLog } from '../files/log-file.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Adds deflated text at the end of a log that fetchLog tells. */
export const updateLog: ServerFunction<string | boolean> = {
  legacyName: 'updateLog',
  apiPath: 'file_server/update_jedi_log',
  apiVerbs: ['POST'],
  access: 'pilot',
  apiAccess: 'production',
  run: async (context, parameters) => {
    await growLog(context, parameters);
    return true;
  },
  ...textReplies,
};
