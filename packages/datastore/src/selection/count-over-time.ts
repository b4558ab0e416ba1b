import { sql } from 'kysely';
import { formatUtcTime, parseUtcTime, type JobAttribute, type JobSelection, type SpecValue } from '@bigpanda/model';
import { sumSpanSeconds } from '../jobs/sum-span.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { divideSelection, planCount } from './count-sources.ts';
import { countGroups, type CombinationCount } from './grouped-counts.ts';
import { selectionColumn, sortableColumn } from './selection-column.ts';

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
  /** Length of a stretch; stretches begin at multiples of it since 1970. Multiples of 4 hours are the quickest. */
  readonly stepSeconds: number;
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
  const { jobs, sums } = stepSeconds % sumSpanSeconds === 0 ? await planCount(database, selection, [by]) : divideSelection(selection, undefined);
  const spans = { column: { ...selectionColumn('modificationTime') }, of: (time: unknown) => sql`substr(${time}, 1, ${sql.lit(length)})` };
  return addUp(await countGroups(database, [...jobs, ...sums], { by: [spans, { column }] }), stepSeconds);
}

function addUp(groups: readonly CombinationCount[], stepSeconds: number): TimeCount[] {
  const counts = new Map<string, TimeCount>();
  const times = new Map<string, string | undefined>();
  for (const { values: [span = '', value], count } of groups) {
    const text = String(span);
    if (!times.has(text)) times.set(text, startOfStep(text, stepSeconds));
    const time = times.get(text);
    if (time === undefined) continue;
    const key = JSON.stringify([time, value]);
    counts.set(key, { time, value, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()].sort((left, right) => (left.time < right.time ? -1 : Number(left.time > right.time)));
}

/** When the step begins that the beginning of a time is in; `undefined` for what tells none. */
function startOfStep(text: string, stepSeconds: number): string | undefined {
  const seconds = parseUtcTime(text + '0000-01-01 00:00:00'.slice(text.length)) / 1000;
  return Number.isNaN(seconds) ? undefined : formatUtcTime((seconds - (seconds % stepSeconds)) * 1000);
}
