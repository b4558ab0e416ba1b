import { sql } from 'kysely';
import { formatUtcTime, parseUtcTime, type JobAttribute, type JobSelection, type SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { listCountSources } from './count-sources.ts';
import { countedValue, sortableColumn } from './selection-column.ts';
import { selectionCondition } from './selection-condition.ts';

/** How many jobs changed in a stretch of time and have one value. */
export interface TimeCount {
  /** When the stretch begins, `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly time: string;
  /** Of the attribute; `undefined` is unset or an empty text. */
  readonly value: SpecValue | undefined;
  readonly count: number;
}

export interface TimeCountOptions {
  readonly by: JobAttribute;
  /** Length of a stretch; stretches begin at multiples of it since 1970. */
  readonly stepSeconds: number;
}

interface TimeRow {
  readonly SPAN: string;
  readonly VALUE: SpecValue | null;
  readonly JOBCOUNT: number;
}

/** How many characters of a time tell it to so many seconds, longest first. */
const precisions: readonly (readonly [seconds: number, characters: number])[] = [[86_400, 10], [3_600, 13], [600, 15], [60, 16], [1, 19]];

/**
 * Jobs of a selection counted by when they last changed and by the values of an attribute, oldest first; stretches
 * without jobs are left out. An ended job last changed when it ended.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export async function countOverTime(database: PandaDatabase, selection: JobSelection, { by, stepSeconds }: TimeCountOptions): Promise<TimeCount[]> {
  const column = sortableColumn(by);
  const length = precisions.find(([seconds]) => stepSeconds % seconds === 0)?.[1] ?? 19;
  const sources = listCountSources(selection);
  const span = sql`substr(j.MODIFICATIONTIME, 1, ${sql.lit(length)})`;
  const parts = sources.map(({ table, selection: part, count }) => sql`select ${span} as SPAN, ${column.sql} as VALUE, ${count} as JOBCOUNT from ${sql.table(table)} j where ${selectionCondition(part, database.traits)} group by ${span}, ${column.sql}`);
  const { rows } = await sql<TimeRow>`select SPAN, ${countedValue(column, 'VALUE')} as VALUE, sum(JOBCOUNT) as JOBCOUNT from (${sql.join(parts, sql` union all `)}) counted group by SPAN, ${countedValue(column, 'VALUE')} order by SPAN, VALUE`.execute(database.sql);
  return addUp(rows, stepSeconds);
}

function addUp(rows: readonly TimeRow[], stepSeconds: number): TimeCount[] {
  const counts = new Map<string, TimeCount>();
  for (const { SPAN, VALUE, JOBCOUNT } of rows) {
    const seconds = parseUtcTime(SPAN + '0000-01-01 00:00:00'.slice(SPAN.length)) / 1000;
    const time = formatUtcTime((seconds - (seconds % stepSeconds)) * 1000);
    const value = VALUE ?? undefined;
    const key = JSON.stringify([time, value]);
    counts.set(key, { time, value, count: (counts.get(key)?.count ?? 0) + JOBCOUNT });
  }
  return [...counts.values()];
}
