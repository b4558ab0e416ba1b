import { archiveLookup } from './archive-lookup.ts';
import { fileLookup } from './file-lookup.ts';
import { firstTables } from './first-tables.ts';
import { fleetTables } from './fleet-tables.ts';
import { jobSums } from './job-sums.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema of PanDA's own tables, in order; a new one goes to the end. */
export const pandaMigrations: readonly Migration[] = [firstTables, fleetTables, fileLookup, jobSums, archiveLookup];
