import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';
import type { CloudRecord } from './record.ts';

export interface CloudSummary {
  /** Most jobs first, then by name. */
  readonly clouds: readonly { readonly cloud: string; readonly counts: StateCounts }[];
}

/** Jobs counted by cloud and state. */
export function summarise(records: readonly CloudRecord[]): CloudSummary {
  const byCloud = new Map<string, StateCounts>();
  for (const { cloud, state, jobs } of records) byCloud.set(cloud, addToCounts(byCloud.get(cloud) ?? {}, state, jobs));
  const clouds = [...byCloud].map(([cloud, counts]) => ({ cloud, counts }));
  return { clouds: clouds.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.cloud < right.cloud ? -1 : 1)) };
}
