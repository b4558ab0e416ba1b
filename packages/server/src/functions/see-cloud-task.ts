import { findCloudTask } from '@bigpanda/datastore';
import { apiSuccess } from '../reply/api-reply.ts';
import { readIds } from '../request/sent-ids.ts';
import type { ServerFunction } from './server-function.ts';

/** The cloud of each production task, nothing for one that has none. */
export const seeCloudTask: ServerFunction<ReadonlyMap<number, string | null>> = {
  legacyName: 'seeCloudTask',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const clouds = new Map<number, string | null>();
    for (const taskId of readIds(parameters)) clouds.set(taskId, (await findCloudTask(database, taskId))?.CLOUD ?? null);
    return clouds;
  },
  toLegacy: (clouds) => ({ kind: 'value', pickle: new Map(clouds), json: Object.fromEntries(clouds) }),
  toApi: (clouds) => apiSuccess(Object.fromEntries(clouds)),
};
