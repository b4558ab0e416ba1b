import { noteSubmitterTold } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readId } from '../request/sent-ids.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes that a submitter's database was told of states: a list of PandaID, jobStatus and stateChangeTime. What has changed since stays to be told. */
export const updateProdDBUpdateTimes: ServerFunction<PlainValue> = {
  legacyName: 'updateProdDBUpdateTimes',
  access: 'production',
  run: async ({ database }, parameters) => {
    const { value } = readSentList(parameters, 'params');
    for (const told of Array.isArray(value) ? (value as readonly unknown[]) : []) {
      const member = (name: string): unknown => (told instanceof Map ? told.get(name) : typeof told === 'object' && told !== null ? Object.entries(told).find(([key]) => key === name)?.[1] : undefined);
      await noteSubmitterTold(database, { pandaId: readId(member('PandaID')), state: String(member('jobStatus')), stateChangeTime: String(member('stateChangeTime')) });
    }
    return true;
  },
  ...plainReplies,
};
