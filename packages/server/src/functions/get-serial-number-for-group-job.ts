import { takeNumbers } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** A serial number for a group job that nobody else gets. */
export const getSerialNumberForGroupJob: ServerFunction<PlainValue> = {
  legacyName: 'getSerialNumberForGroupJob',
  access: 'user',
  run: async ({ database }) => ({ sn: await takeNumbers(database, 'GROUPJOBSN', 1), status: true }),
  ...plainReplies,
};
