import { sql, type RawBuilder } from 'kysely';
import type { SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { sourceConditions, type CountSource } from './count-sources.ts';
import { countedValue, type SelectionColumn } from './selection-column.ts';

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
  // What the parts have in common is made once: a page has a dozen such statements of half a dozen parts.
  const values = sql.join(own.map((value, index) => sql`${value} as ${sql.raw(names[index] ?? '')}, `), sql``);
  const [grouped, groupedBesideIndexes] = [groupBy(own), groupBy(own.map((value) => sql`${sql.raw(traits.unindexed)}${value}`))];
  const conditions = sourceConditions(sources, traits);
  const parts = sources.map((source, index) => sql`select ${values}${source.count} as JOBCOUNT from ${sql.table(source.table)} j where ${conditions[index]} ${isOfTime(source) ? groupedBesideIndexes : grouped}`);
  const merged = by.map(({ column }, index) => countedValue(column, names[index] ?? ''));
  const list = sql.join([...merged.map((value, index) => sql`${value} as ${sql.raw(names[index] ?? '')}`), sql`sum(JOBCOUNT) as JOBCOUNT`]);
  const first = limit === undefined ? sql`` : sql`order by ${sql.raw(['JOBCOUNT desc', ...names].join(', '))} limit ${limit}`;
  const { rows } = await sql<Readonly<Record<string, SpecValue | null>>>`select ${list} from (${sql.join(parts, sql` union all `)}) counted ${groupBy(merged)} having sum(JOBCOUNT) > 0 ${first}`.execute(database);
  return rows.map((row) => ({ values: names.map((name) => row[name] ?? undefined), count: Number(row['JOBCOUNT']) }));
}

/** Jobs of a stretch of time are found by their time, not in the order that they are grouped in. Sums have indexes for that. */
function isOfTime({ table, selection: { since, until } }: CountSource): boolean {
  return table !== 'panda_job_sums' && (since !== undefined || until !== undefined);
}

function groupBy(values: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`` : sql`group by ${sql.join(values)}`;
}
