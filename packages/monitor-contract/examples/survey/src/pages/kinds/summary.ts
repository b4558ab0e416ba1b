import { addToCounts, type StateCounts } from '@bigpanda/monitor-contract';
import type { KindRecord } from './record.ts';

/** Everything that the page tells, plain data: this is the JSON that other programs read. */
export interface KindSummary {
  /** By name. */
  readonly kinds: readonly { readonly kind: string; readonly counts: StateCounts }[];
}

/** Jobs counted by kind and state. Here is what there is to think about; test this function. */
export function summarise(records: readonly KindRecord[]): KindSummary {
  const groups = Map.groupBy(records, (record) => record.kind);
  const kinds = [...groups].map(([kind, group]) => ({ kind, counts: group.reduce<StateCounts>((counts, { state, jobs }) => addToCounts(counts, state, jobs), {}) }));
  return { kinds: kinds.sort((left, right) => (left.kind < right.kind ? -1 : 1)) };
}
