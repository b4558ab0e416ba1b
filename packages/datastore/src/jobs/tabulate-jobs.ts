import type { JobAttribute } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName } from '../schema/row-mapping.ts';
import { jobTables } from '../schema/tables.ts';
import { filterCondition, type JobFilter } from './job-filter.ts';

/** How many jobs have one pair of values; an unset one is absent. */
export interface JobPairCount {
  readonly row: string | undefined;
  readonly column: string | undefined;
  readonly count: number;
}

/** Jobs that a filter wants, counted by the values of two attributes, in no order. A pair may occur once for each table. */
export async function tabulateJobs(database: PandaDatabase, filter: JobFilter, by: { readonly row: JobAttribute; readonly column: JobAttribute }): Promise<JobPairCount[]> {
  const [row, column] = [columnName(by.row), columnName(by.column)];
  const pairs: JobPairCount[] = [];
  for (const table of jobTables) {
    const counted = await database.sql
      .selectFrom(table)
      .select((builder) => [`${row} as row_value`, `${column} as column_value`, builder.fn.countAll().as('count')])
      .where((builder) => filterCondition(builder, filter))
      .groupBy([row, column])
      .execute();
    pairs.push(...counted.map((pair) => ({ row: textOf(pair.row_value), column: textOf(pair.column_value), count: Number(pair.count) })));
  }
  return pairs;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
