import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';
import type { OwnerRecord } from './record.ts';

/** Jobs by status. */
export interface CountedName {
  readonly name: string;
  readonly counts: StateCounts;
  /** When a schedd last told of one of them; UTC, empty when it is not known. */
  readonly seen: string;
}

export interface OwnerSummary {
  /** By name. */
  readonly schedds: readonly CountedName[];
  /** Most jobs first, then by name. */
  readonly owners: readonly CountedName[];
}

/** Jobs counted by schedd and by owner. */
export function summarise(records: readonly OwnerRecord[]): OwnerSummary {
  const byName = (left: CountedName, right: CountedName): number => (left.name < right.name ? -1 : 1);
  return {
    schedds: countBy(records, (record) => record.schedd).sort(byName),
    owners: countBy(records, (record) => record.owner).sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || byName(left, right)),
  };
}

function countBy(records: readonly OwnerRecord[], nameOf: (record: OwnerRecord) => string): CountedName[] {
  return [...Map.groupBy(records, nameOf)].map(([name, group]) => ({
    name,
    counts: group.reduce<StateCounts>((counts, { status, jobs }) => addToCounts(counts, status, jobs), {}),
    seen: group.reduce((newest, { seen }) => (seen > newest ? seen : newest), ''),
  }));
}
