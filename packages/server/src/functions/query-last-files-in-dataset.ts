import { listOutputs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readSentList } from '../request/pickle-or-json.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

const maxDatasets = 100;

/** Of each dataset, the outputs of the job that writes the file whose name is greatest; logs do not count. */
export const queryLastFilesInDataset: ServerFunction<PlainValue> = {
  legacyName: 'queryLastFilesInDataset',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const { value } = readSentList(parameters, 'datasets');
    const names = (Array.isArray(value) ? value : []).slice(0, maxDatasets).map(String);
    const found: Record<string, string[]> = {};
    for (const name of names) found[name] = await listOutputs(database, name);
    return found;
  },
  ...plainReplies,
};
