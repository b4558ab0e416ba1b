import type { CombinationCount } from '@bigpanda/datastore';
import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';

/** Jobs by state, of one combination of values; null where one is unset. */
export interface CountedRow {
  readonly values: readonly (string | null)[];
  readonly counts: StateCounts;
}

/** Counts whose last value is the state, summed over the states; most jobs first. */
export function sumRows(counts: readonly CombinationCount[]): CountedRow[] {
  const rows = new Map<string, CountedRow>();
  for (const { values, count } of counts) {
    const keys = values.slice(0, -1).map((value) => (value === undefined ? null : String(value)));
    const id = JSON.stringify(keys);
    rows.set(id, { values: keys, counts: addToCounts(rows.get(id)?.counts ?? {}, String(values.at(-1) ?? 'unknown'), count) });
  }
  return [...rows.values()].sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts));
}
