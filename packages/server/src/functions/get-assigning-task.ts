import { listAssigningTasks } from '@bigpanda/datastore';
import { formatUtcTime, type PlainValue } from '@bigpanda/model';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How long a task is looked at. Source: panda-server 2014-04, OraDBProxy.getAssigningTask. */
const recentMilliseconds = 3 * 3600 * 1000;

/** Production tasks that have waited for a cloud in the last 3 hours. */
export const getAssigningTask: ServerFunction<PlainValue> = {
  legacyName: 'getAssigningTask',
  access: 'anyone',
  run: ({ database, readClock }) => listAssigningTasks(database, formatUtcTime(readClock() - recentMilliseconds)),
  ...plainReplies,
};
