import { jobsarchived } from '../schema/job-tables.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

/** An index of the archive by job set: readers look for one among all jobs that there were. Jobs come there days after they ended, so nothing else is slower. */
export const archiveLookup: Migration = {
  name: '0005-archive-lookup',
  up: (step) => expandTable(step, jobsarchived),
};
