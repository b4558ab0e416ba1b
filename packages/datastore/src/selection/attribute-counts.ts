import { sql } from 'kysely';
import type { JobAttribute, JobSelection, SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { listCountSources, type CountSource } from './count-sources.ts';
import { countedValue, sortableColumn, type SelectionColumn } from './selection-column.ts';
import { selectionCondition } from './selection-condition.ts';

/** How many jobs of a selection have each value of an attribute. */
export interface AttributeCounts {
  readonly attribute: JobAttribute;
  /** Most first, then by value; `undefined` is unset or an empty text. */
  readonly values: readonly { readonly value: SpecValue | undefined; readonly count: number }[];
  /** Values beyond those, and the jobs that have them. */
  readonly rest: { readonly values: number; readonly count: number };
}

export interface CountOptions {
  readonly by: readonly JobAttribute[];
  /** Values of an attribute that are told; 100 when absent. */
  readonly limit?: number;
}

interface CountedRow {
  readonly VALUE: SpecValue | null;
  readonly JOBCOUNT: number;
  readonly TOTAL: number;
  readonly DISTINCTCOUNT: number;
}

/** Values of an attribute that are told when nothing is said. */
const defaultLimit = 100;

/**
 * Jobs of a selection counted by the values of each of some attributes, in the order of `by`.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export async function countJobsBy(database: PandaDatabase, selection: JobSelection, { by, limit = defaultLimit }: CountOptions): Promise<AttributeCounts[]> {
  const columns = by.map(sortableColumn);
  const sources = listCountSources(selection);
  return Promise.all(columns.map((column) => countBy(database, sources, { column, limit })));
}

async function countBy({ sql: database, traits }: PandaDatabase, sources: readonly CountSource[], { column, limit }: { readonly column: SelectionColumn; readonly limit: number }): Promise<AttributeCounts> {
  const parts = sources.map((source) => sql`select ${column.sql} as VALUE, ${source.count} as JOBCOUNT from ${sql.table(source.table)} j where ${selectionCondition(source.selection, traits)} group by ${column.sql}`);
  const { rows } = await sql<CountedRow>`select ${countedValue(column, 'VALUE')} as VALUE, sum(JOBCOUNT) as JOBCOUNT, sum(sum(JOBCOUNT)) over () as TOTAL, count(*) over () as DISTINCTCOUNT from (${sql.join(parts, sql` union all `)}) counted group by ${countedValue(column, 'VALUE')} order by JOBCOUNT desc, VALUE limit ${limit}`.execute(database);
  const values = rows.map(({ VALUE, JOBCOUNT }) => ({ value: VALUE ?? undefined, count: JOBCOUNT }));
  const told = values.reduce((sum, { count }) => sum + count, 0);
  return { attribute: column.attribute, values, rest: { values: (rows[0]?.DISTINCTCOUNT ?? 0) - values.length, count: (rows[0]?.TOTAL ?? 0) - told } };
}
