import { fileTableDefinitions } from '../schema/job-tables.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

/** An index by dataset and name of a file: what a job has made is looked for among all files of its dataset, which may be many. */
export const fileLookup: Migration = {
  name: '0003-file-lookup',
  up: async (step) => {
    for (const table of fileTableDefinitions) await expandTable(step, table);
  },
};
