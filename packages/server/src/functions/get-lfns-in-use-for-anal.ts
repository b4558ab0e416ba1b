import { listInputs } from '@bigpanda/datastore';
import { isPickleTuple, type PickleValue, type PlainValue } from '@bigpanda/model';
import { readId } from '../request/sent-ids.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Names of files of datasets that jobs read, for pairs as getDisInUseForAnal tells them. */
export const getLFNsInUseForAnal: ServerFunction<PlainValue> = {
  legacyName: 'getLFNsInUseForAnal',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const { value } = readSentList(parameters, 'inputDisList');
    const found: string[] = [];
    for (const [datasets, pandaIds] of Array.isArray(value) ? (value as readonly unknown[]).map(readPair) : []) {
      const inputs = await listInputs(database, pandaIds);
      found.push(...inputs.filter(({ dataset }) => datasets.has(dataset)).map(({ lfn }) => lfn));
    }
    return found;
  },
  ...plainReplies,
};

/** A pair as Python sends it, as a tuple or a list. */
function readPair(pair: unknown): readonly [datasets: ReadonlySet<string>, pandaIds: readonly number[]] {
  const items: readonly unknown[] = Array.isArray(pair) ? pair : isPickleTuple(pair as PickleValue | undefined) ? (pair as { readonly items: readonly unknown[] }).items : [];
  const [datasets, ids] = items.map((item) => (Array.isArray(item) ? (item as readonly unknown[]) : []));
  return [new Set((datasets ?? []).map(String)), (ids ?? []).map(readId)];
}
