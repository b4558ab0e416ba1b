import { readGrowingLog } from '../files/log-file.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import { readNumber, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** What stands in a log from a byte on, as updateLog wrote it; the legacy API puts a blank before it, as PanDA does. */
export const fetchLog: ServerFunction<string> = {
  legacyName: 'fetchLog',
  apiPath: 'file_server/download_jedi_log',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: (context, parameters) => readGrowingLog(context, requireText(parameters, 'logName'), Math.max(Math.trunc(readNumber(parameters, 'offset') ?? 0), 0)),
  toLegacy: (text) => ({ kind: 'text', text: ` ${text}` }),
  toApi: apiSuccess,
};
