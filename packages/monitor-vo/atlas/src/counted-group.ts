import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';

/** Some jobs in one state. */
export interface CountedJobs {
  readonly state: string;
  readonly jobs: number;
}

/** Jobs of one name by state. */
export interface CountedGroup {
  /** Empty where the jobs have none. */
  readonly name: string;
  readonly counts: StateCounts;
}

/** Jobs by name and state, most first, then by name. */
export function groupCounts<Counted extends CountedJobs>(records: readonly Counted[], nameOf: (record: Counted) => string): CountedGroup[] {
  const byName = new Map<string, StateCounts>();
  for (const record of records) byName.set(nameOf(record), addToCounts(byName.get(nameOf(record)) ?? {}, record.state, record.jobs));
  const groups = [...byName].map(([name, counts]) => ({ name, counts }));
  return groups.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.name < right.name ? -1 : 1));
}
