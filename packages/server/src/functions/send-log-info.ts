import { writePandaLog } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { readSentList } from '../request/pickle-or-json.ts';
import { requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxLines = 1000;

/** Writes lines that a client tells into the log of PanDA. */
export const sendLogInfo: ServerFunction<string | boolean> = {
  legacyName: 'sendLogInfo',
  access: 'user',
  run: async ({ database, identity, readClock }, parameters) => {
    const { value } = readSentList(parameters, 'msgList');
    const type = requireText(parameters, 'msgType');
    const lines = (Array.isArray(value) ? value : []).slice(0, maxLines).map((line: unknown) => ({ module: 'client', type, user: identity.name, level: 'info' as const, message: String(line) }));
    await writePandaLog(database, lines, formatUtcTime(readClock()));
    return true;
  },
  ...textReplies,
};
