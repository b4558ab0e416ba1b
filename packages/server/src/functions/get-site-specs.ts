import { listQueues } from '@bigpanda/datastore';
import { siteType } from '../brokerage/site.ts';
import { describeSite } from '../sites/site-spec.ts';
import { readText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** Attributes of every site that is for a kind of job: `analysis`, which is the default, `production` or `all`. */
export const getSiteSpecs: ServerFunction<PlainValue> = {
  legacyName: 'getSiteSpecs',
  apiPath: 'metaconfig/get_site_specs',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const wanted = readText(parameters, 'siteType') ?? readText(parameters, 'type') ?? 'analysis';
    const queues = (await listQueues(database)).filter((queue) => wanted === 'all' || siteType(queue) === 'any' || siteType(queue) === wanted);
    return Object.fromEntries(queues.map((queue) => [queue.NICKNAME, describeSite(queue)]));
  },
  ...plainReplies,
};
