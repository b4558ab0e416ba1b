import { statusCodes } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

interface Answer {
  readonly Returns: readonly boolean[];
  readonly Commands: Readonly<Record<string, string>>;
}

/** Notes what became of event ranges: of none, as this server gives none out; `False` for each. */
export const updateEventRanges: ServerFunction<Answer> = {
  legacyName: 'updateEventRanges',
  apiPath: 'event/update_event_ranges',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async (_, parameters) => {
    const { value } = readSentList(parameters, 'eventRanges');
    return { Returns: Array.isArray(value) ? value.map(() => false) : [], Commands: {} };
  },
  toLegacy: (answer) => ({ kind: 'text', text: JSON.stringify({ StatusCode: statusCodes.success, ...answer }) }),
  toApi: apiSuccess,
};
