import { pandaJobDays } from '../schema/job-day-table.ts';
import { beginSequences } from '../sequence.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

/** The table that ended jobs are summed up in, day by day, for monitors; the server fills it. */
export const jobDays: Migration = {
  name: '0004-job-days',
  up: async (step) => {
    await expandTable(step, pandaJobDays);
    await beginSequences(step.sql);
  },
};
