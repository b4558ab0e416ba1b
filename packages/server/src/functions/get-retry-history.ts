import { readRetryHistory } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readTaskId } from './task-function.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Which attempts of jobs of a task followed which: the PandaIDs before each. */
export const getRetryHistory: ServerFunction<PlainValue> = {
  legacyName: 'getRetryHistory',
  access: 'user',
  run: async ({ database }, parameters) => {
    const history = Map.groupBy(await readRetryHistory(database, readTaskId(parameters) ?? 0), ({ newPandaId }) => String(newPandaId));
    return Object.fromEntries([...history].map(([id, steps]) => [id, steps.map(({ oldPandaId }) => oldPandaId)]));
  },
  ...plainReplies,
};
