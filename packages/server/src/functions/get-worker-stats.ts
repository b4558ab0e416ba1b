import { listWorkerCounts } from '@bigpanda/datastore';
import { formatUtcTime, type PlainValue } from '@bigpanda/model';
import { countNested } from '../jobs/statistics.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** How long a report counts. Source: panda-server, getWorkerStats. */
const recentMilliseconds = 4 * 3600 * 1000;

/** How many workers harvesters have told of in the last 4 hours, by queue, harvester, job type, kind of slot and state. */
export const getWorkerStats: ServerFunction<PlainValue> = {
  legacyName: 'getWorkerStats',
  apiPath: 'harvester/get_worker_statistics',
  apiVerbs: ['GET'],
  access: 'anyone',
  apiAccess: 'user',
  run: async ({ database, readClock }) => countNested((await listWorkerCounts(database, formatUtcTime(readClock() - recentMilliseconds))).map((row) => ({ values: [row.COMPUTINGSITE, row.HARVESTER_ID, row.JOBTYPE, row.RESOURCETYPE, row.STATUS], count: row.N_WORKERS }))),
  toLegacy: (counts) => ({ kind: 'text', text: JSON.stringify(counts) }),
  toApi: apiSuccess,
};
