import { setCloudTaskStatus } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { readNumber, readText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** What may be asked for. Source: panda-server 2014-04, OraDBProxy.setCloudTaskByUser. */
const statuses = ['tobeaborted'];

/** Notes that a production task shall be aborted: `SUCCEEDED`, or why not. */
export const setCloudTaskByUser: ServerFunction<string | boolean> = {
  legacyName: 'setCloudTaskByUser',
  access: 'production',
  run: async ({ database, readClock }, parameters) => {
    const taskId = readNumber(parameters, 'tid');
    const status = readText(parameters, 'status') ?? '';
    if (taskId === undefined || !Number.isSafeInteger(taskId)) return `ERROR: invalid TID : ${readText(parameters, 'tid') ?? 'None'}`;
    if (!statuses.includes(status)) return `ERROR: invalid status=${status}. Must be one of ${statuses.join(', ')}`;
    await setCloudTaskStatus(database, { taskId, status }, formatUtcTime(readClock()));
    return 'SUCCEEDED';
  },
  ...textReplies,
};
