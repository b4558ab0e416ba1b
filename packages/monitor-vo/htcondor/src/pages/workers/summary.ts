import { addToCounts, sumCounts, type StateCounts } from '@bigpanda/monitor-contract';
import type { WorkerRecord } from './record.ts';

const newestWorkers = 50;

export interface WorkerSummary {
  /** Jobs that have reached a worker, most first. */
  readonly elements: readonly { readonly computingElement: string; readonly batches: number; readonly counts: StateCounts }[];
  /** The newest jobs that know their batch id, newest first. */
  readonly workers: readonly WorkerRecord[];
}

/** Jobs counted by computing element and state, and the workers of the newest ones. Jobs that no worker has are left out. */
export function summarise(records: readonly WorkerRecord[]): WorkerSummary {
  const placed = records.filter((record) => record.computingElement !== '' || record.batchId !== '');
  const elements = [...Map.groupBy(placed, (record) => record.computingElement)].map(([computingElement, group]) => ({
    computingElement,
    batches: new Set(group.map((record) => record.batchId).filter((batchId) => batchId !== '')).size,
    counts: group.reduce<StateCounts>((counts, record) => addToCounts(counts, record.state), {}),
  }));
  return {
    elements: elements.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.computingElement < right.computingElement ? -1 : 1)),
    workers: placed.filter((record) => record.batchId !== '').sort((left, right) => right.pandaId - left.pandaId).slice(0, newestWorkers),
  };
}
