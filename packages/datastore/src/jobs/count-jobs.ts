import type { JobAttribute } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName } from '../schema/row-mapping.ts';
import { jobTables } from '../schema/tables.ts';
import { filterCondition, type JobFilter } from './job-filter.ts';

/** How many jobs have one value of an attribute. */
export interface JobCount {
  /** Absent where the attribute is unset. */
  readonly value: string | undefined;
  readonly count: number;
}

/** Jobs that a filter wants, counted by the values of one attribute, most first. */
export async function countJobs(database: PandaDatabase, filter: JobFilter, by: JobAttribute): Promise<JobCount[]> {
  const column = columnName(by);
  const counts = new Map<string | undefined, number>();
  for (const table of jobTables) {
    const rows = await database.sql
      .selectFrom(table)
      .select((builder) => [`${column} as value`, builder.fn.countAll().as('count')])
      .where((builder) => filterCondition(builder, filter))
      .groupBy(column)
      .execute();
    for (const row of rows) {
      const value = row.value === null ? undefined : String(row.value);
      counts.set(value, (counts.get(value) ?? 0) + Number(row.count));
    }
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((left, right) => right.count - left.count || String(left.value).localeCompare(String(right.value), 'en'));
}
