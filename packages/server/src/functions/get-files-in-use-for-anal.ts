import { listInputs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { findLivingWriters } from '../jobs/inputs-in-use.ts';
import { requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Names of files that jobs which write into a dataset read, but for those of failed jobs. */
export const getFilesInUseForAnal: ServerFunction<PlainValue> = {
  legacyName: 'getFilesInUseForAnal',
  access: 'anyone',
  run: async ({ database }, parameters) => (await listInputs(database, await findLivingWriters(database, requireText(parameters, 'outDataset')))).map(({ lfn }) => lfn),
  ...plainReplies,
};
