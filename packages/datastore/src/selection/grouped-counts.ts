import { sql, type RawBuilder } from 'kysely';
import type { SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import type { CountSource } from './count-sources.ts';
import { countedValue, type SelectionColumn } from './selection-column.ts';
import { selectionCondition } from './selection-condition.ts';

/** How many jobs have one combination of values, in the order of the attributes; `undefined` is unset or an empty text. */
export interface CombinationCount {
  readonly values: readonly (SpecValue | undefined)[];
  readonly count: number;
}

/** A part of what jobs are counted by. */
export interface CountedPart {
  readonly column: SelectionColumn;
  /** What of the column is counted by; all of it when absent. */
  readonly of?: (column: RawBuilder<unknown>) => RawBuilder<unknown>;
}

export interface GroupOptions {
  readonly by: readonly CountedPart[];
  /** Combinations that are told, most first; all, in no order, when absent. */
  readonly limit?: number;
}

/** Jobs of some sources counted by combinations of values, in one statement. */
export async function countGroups({ sql: database, traits }: PandaDatabase, sources: readonly CountSource[], { by, limit }: GroupOptions): Promise<CombinationCount[]> {
  if (sources.length === 0) return [];
  const names = by.map((_, index) => `VALUE${index}`);
  const own = by.map(({ column, of = (whole) => whole }) => of(column.sql));
  const parts = sources.map(({ table, selection, count }) => sql`select ${sql.join([...own.map((value, index) => sql`${value} as ${sql.ref(names[index] ?? '')}`), sql`${count} as JOBCOUNT`])} from ${sql.table(table)} j where ${selectionCondition(selection, traits)} ${groupBy(own)}`);
  const merged = by.map(({ column }, index) => countedValue(column, names[index] ?? ''));
  const list = sql.join([...merged.map((value, index) => sql`${value} as ${sql.ref(names[index] ?? '')}`), sql`sum(JOBCOUNT) as JOBCOUNT`]);
  const first = limit === undefined ? sql`` : sql`order by ${sql.join([sql`JOBCOUNT desc`, ...names.map((name) => sql.ref(name))])} limit ${limit}`;
  const { rows } = await sql<Readonly<Record<string, SpecValue | null>>>`select ${list} from (${sql.join(parts, sql` union all `)}) counted ${groupBy(merged)} having sum(JOBCOUNT) > 0 ${first}`.execute(database);
  return rows.map((row) => ({ values: names.map((name) => row[name] ?? undefined), count: Number(row['JOBCOUNT']) }));
}

function groupBy(values: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`` : sql`group by ${sql.join(values)}`;
}
