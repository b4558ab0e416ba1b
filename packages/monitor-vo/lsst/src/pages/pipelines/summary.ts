import { addToCounts, type StateCounts } from '@bigpanda/monitor-contract';
import type { PipelineRecord } from './record.ts';

export interface ProcessSummary {
  readonly task: string;
  readonly processInstance: string;
  /** How many streams the jobs belong to. */
  readonly streams: number;
  readonly counts: StateCounts;
}

export interface PipelineSummary {
  /** By task, then by process instance, the newest (greatest) first. */
  readonly processes: readonly ProcessSummary[];
}

/** Jobs counted by pipeline task, process instance and state. */
export function summarise(records: readonly PipelineRecord[]): PipelineSummary {
  const groups = Map.groupBy(records, ({ task, processInstance }) => JSON.stringify([task, processInstance]));
  return { processes: [...groups.values()].map(summariseProcess).sort(compareProcesses) };
}

function summariseProcess(records: readonly PipelineRecord[]): ProcessSummary {
  return {
    task: records[0]?.task ?? '',
    processInstance: records[0]?.processInstance ?? '',
    streams: new Set(records.map((record) => record.stream).filter((stream) => stream !== '')).size,
    counts: records.reduce<StateCounts>((counts, record) => addToCounts(counts, record.state), {}),
  };
}

function compareProcesses(left: ProcessSummary, right: ProcessSummary): number {
  return left.task.localeCompare(right.task, 'en') || right.processInstance.localeCompare(left.processInstance, 'en', { numeric: true });
}
