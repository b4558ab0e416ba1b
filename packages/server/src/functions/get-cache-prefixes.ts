import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** Prefixes of software caches beside `Atlas`: none. */
export const getCachePrefixes: ServerFunction<PlainValue> = {
  legacyName: 'getCachePrefixes',
  access: 'anyone',
  run: async () => [],
  ...plainReplies,
};
