import type { JobAttribute } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName } from '../schema/row-mapping.ts';
import { jobTables } from '../schema/tables.ts';
import { filterCondition, type JobFilter } from './job-filter.ts';

/** How many jobs have one combination of values, in the order asked; an unset one is absent. */
export interface JobTally {
  readonly values: readonly (string | undefined)[];
  readonly count: number;
}

/** Jobs that a filter wants, counted by the values of some attributes, in no order. A combination may occur once for each table. */
export async function tabulateJobs(database: PandaDatabase, filter: JobFilter, by: readonly JobAttribute[]): Promise<JobTally[]> {
  const columns = by.map(columnName);
  const tallies: JobTally[] = [];
  for (const table of jobTables) {
    const rows = await database.sql
      .selectFrom(table)
      .select((builder) => [...columns, builder.fn.countAll().as('JOBCOUNT')])
      .where((builder) => filterCondition(builder, filter))
      .groupBy(columns)
      .execute();
    for (const row of rows) {
      const cells: Readonly<Record<string, unknown>> = row;
      tallies.push({ values: columns.map((column) => textOf(cells[column])), count: Number(cells['JOBCOUNT']) });
    }
  }
  return tallies;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
