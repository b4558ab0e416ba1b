import { listQueues } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { brokerageSite } from '../brokerage/site.ts';
import { requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Platforms (cmtConfig) of the queues that have a release. */
export const getCmtConfigList: ServerFunction<PlainValue> = {
  legacyName: 'getCmtConfigList',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const release = requireText(parameters, 'relaseVer');
    const queues = (await listQueues(database)).filter((queue) => brokerageSite(queue).releases.includes(release));
    return [...new Set(queues.flatMap(({ CMTCONFIG }) => (CMTCONFIG ?? '').split(/[|,]/)).filter((platform) => platform !== ''))].sort();
  },
  ...plainReplies,
};
