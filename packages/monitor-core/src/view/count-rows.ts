import type { CombinationCount } from '@bigpanda/datastore';
import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';

/** Jobs by state, of one combination of values; null where one is unset. */
export interface CountedRow {
  readonly values: readonly (string | null)[];
  readonly counts: StateCounts;
}

/** Jobs by state, of counts whose last value is the state. */
export function sumStates(counts: readonly CombinationCount[]): StateCounts {
  return counts.reduce<StateCounts>((sums, { values, count }) => addToCounts(sums, stateOf(values), count), {});
}

/** Counts whose last value is the state, summed over the states; most jobs first. */
export function sumRows(counts: readonly CombinationCount[]): CountedRow[] {
  const rows = new Map<string, CountedRow>();
  for (const { values, count } of counts) {
    const keys = values.slice(0, -1).map((value) => (value === undefined ? null : String(value)));
    const id = JSON.stringify(keys);
    rows.set(id, { values: keys, counts: addToCounts(rows.get(id)?.counts ?? {}, stateOf(values), count) });
  }
  return [...rows.values()].sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts));
}

function stateOf(values: CombinationCount['values']): string {
  return String(values.at(-1) ?? 'unknown');
}
