import { readJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { readIds } from '../request/sent-ids.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Names of the datasets that jobs read and write, as `inDS` and `outDS`; what build jobs make is left out. */
export const getSlimmedFileInfoPandaIDs: ServerFunction<PlainValue> = {
  legacyName: 'getSlimmedFileInfoPandaIDs',
  access: 'user',
  run: async ({ database }, parameters) => {
    const jobs = await readJobs(database, readIds(parameters), { withArchive: true });
    const files = [...jobs.values()].flatMap((job) => job.files).filter((file) => !String(file.lfn).endsWith('.lib.tgz'));
    const datasets = (type: string): string[] => [...new Set(files.filter((file) => file.type === type).map((file) => String(file.dataset ?? 'NULL')))];
    return { inDS: datasets('input'), outDS: datasets('output') };
  },
  ...plainReplies,
};
