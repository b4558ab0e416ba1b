import { sql } from 'kysely';
import type { JobAttribute, JobSelection, SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { listCountSources } from './count-sources.ts';
import { countedValue, sortableColumn, type SelectionColumn } from './selection-column.ts';
import { selectionCondition } from './selection-condition.ts';

/** How many jobs have one combination of values, in the order of `by`; `undefined` is unset or an empty text. */
export interface CombinationCount {
  readonly values: readonly (SpecValue | undefined)[];
  readonly count: number;
}

export interface TabulateOptions {
  readonly by: readonly JobAttribute[];
  /** Combinations that are told; 10,000 when absent. */
  readonly limit?: number;
}

/** Combinations that are told when nothing is said. */
const defaultLimit = 10_000;

/**
 * Jobs of a selection counted by combinations of values of some attributes, most first; those beyond `limit` are left out.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export async function tabulateSelection(database: PandaDatabase, selection: JobSelection, { by, limit = defaultLimit }: TabulateOptions): Promise<CombinationCount[]> {
  const columns = by.map(sortableColumn);
  const sources = listCountSources(selection);
  const names = columns.map((_, index) => `VALUE${index}`);
  const parts = sources.map(({ table, selection: part, count }) => {
    const values = columns.map(({ sql: column }, index) => sql`${column} as ${sql.ref(names[index] ?? '')}`);
    return sql`select ${sql.join([...values, sql`${count} as JOBCOUNT`])} from ${sql.table(table)} j where ${selectionCondition(part, database.traits)} ${groupBy(columns)}`;
  });
  const counted = columns.map((column, index) => countedValue(column, names[index] ?? ''));
  const list = sql.join([...counted.map((value, index) => sql`${value} as ${sql.ref(names[index] ?? '')}`), sql`sum(JOBCOUNT) as JOBCOUNT`]);
  const grouped = names.length === 0 ? sql`` : sql`group by ${sql.join(counted)}`;
  const { rows } = await sql<Readonly<Record<string, SpecValue | null>>>`select ${list} from (${sql.join(parts, sql` union all `)}) counted ${grouped} order by ${sql.join([sql`JOBCOUNT desc`, ...names.map((name) => sql.ref(name))])} limit ${limit}`.execute(database.sql);
  return rows.flatMap((row) => {
    const count = Number(row['JOBCOUNT'] ?? 0);
    return count === 0 ? [] : [{ values: names.map((name) => row[name] ?? undefined), count }];
  });
}

function groupBy(columns: readonly SelectionColumn[]): ReturnType<typeof sql> {
  return columns.length === 0 ? sql`` : sql`group by ${sql.join(columns.map(({ sql: column }) => column))}`;
}
