import { pandaJobSums } from '../schema/job-sum-table.ts';
import { beginSequences } from '../sequence.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

/** The table that ended jobs are summed up in, by stretches of hours, for monitors; the server fills it. */
export const jobSums: Migration = {
  name: '0004-job-sums',
  up: async (step) => {
    await expandTable(step, pandaJobSums);
    await beginSequences(step.sql);
  },
};
