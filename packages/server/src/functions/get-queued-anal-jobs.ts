import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** How many jobs of users other than the sender wait and run at a site. */
export const getQueuedAnalJobs: ServerFunction<PlainValue> = {
  legacyName: 'getQueuedAnalJobs',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const counts = await groupJobs(database, { computingSite: requireText(parameters, 'site'), states: ['defined', 'assigned', 'activated', 'running'], prodSourceLabels: ['user'] }, ['jobStatus', 'prodUserName']);
    const others = counts.filter(({ values: [, name] }) => name !== identity.name);
    const sum = (isRunning: boolean): number => others.filter(({ values: [state] }) => (state === 'running') === isRunning).reduce((total, { count }) => total + count, 0);
    return { queued: sum(false), running: sum(true) };
  },
  ...plainReplies,
};
