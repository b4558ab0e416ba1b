import { pickleFromPlain, type PlainValue } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** How a function whose result is plain is answered: in Python's pickle or as JSON by the legacy API, as `data` by api/v1. */
export const plainReplies: Pick<ServerFunction<PlainValue>, 'toLegacy' | 'toApi'> = {
  toLegacy: (value) => ({ kind: 'value', pickle: pickleFromPlain(value), json: value }),
  toApi: (value) => apiSuccess(value),
};

/** How a function whose result is a text is answered; booleans are `True` and `False`, as Python writes them. */
export const textReplies: Pick<ServerFunction<string | boolean>, 'toLegacy' | 'toApi'> = {
  toLegacy: (value) => ({ kind: 'text', text: typeof value === 'string' ? value : value ? 'True' : 'False' }),
  toApi: (value) => apiSuccess(value),
};
