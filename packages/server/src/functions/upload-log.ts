import { storeTaskLog } from '../files/log-file.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Keeps the log of a task below `/cache/jedilog/`, in place of an older one; its address. */
export const uploadLog: ServerFunction<string | boolean> = {
  legacyName: 'uploadLog',
  apiPath: 'file_server/upload_jedi_log',
  apiVerbs: ['POST'],
  access: 'production',
  run: async (context, parameters) => `${context.isSecure ? 'https' : 'http'}://${context.address}/cache/${await storeTaskLog(context, parameters)}`,
  ...textReplies,
};
