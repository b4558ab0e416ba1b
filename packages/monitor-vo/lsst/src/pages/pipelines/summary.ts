import { addToCounts, type PageParameters, type StateCounts } from '@bigpanda/monitor-contract';
import { mostJobs } from '../../job-window.ts';
import { stateOfStream } from '../../stream-states.ts';
import type { PipelineRecord } from './record.ts';

export interface ProcessSummary {
  readonly task: string;
  readonly processInstance: string;
  /** Who submitted the newest job. */
  readonly user: string;
  /** How many streams the jobs belong to. */
  readonly streams: number;
  /** How many of them have a finished job. */
  readonly streamsDone: number;
  /** Jobs by state. */
  readonly counts: StateCounts;
}

export interface PipelineSummary {
  /** By process instance, the newest (greatest) first. */
  readonly processes: readonly ProcessSummary[];
  /** Whether there are more jobs than were counted: only the newest ones were. */
  readonly isCut: boolean;
  /** Hours that the jobs changed in; 0 for all times. */
  readonly hours: number;
}

/** Jobs counted by pipeline task, process instance and state, and how far the streams are. */
export function summarise(records: readonly PipelineRecord[], { task, hours }: PageParameters): PipelineSummary {
  const wanted = task === undefined ? records : records.filter((record) => record.task === task);
  const groups = Map.groupBy(wanted, (record) => JSON.stringify([record.task, record.processInstance]));
  return { processes: [...groups.values()].map(summariseProcess).sort(compareProcesses), isCut: records.length >= mostJobs, hours: Number(hours ?? 0) };
}

function summariseProcess(records: readonly PipelineRecord[]): ProcessSummary {
  const streams = [...Map.groupBy(records.filter((record) => record.stream !== ''), (record) => record.stream).values()];
  return {
    task: records[0]?.task ?? '',
    processInstance: records[0]?.processInstance ?? '',
    user: records[0]?.user ?? '',
    streams: streams.length,
    streamsDone: streams.filter((jobs) => stateOfStream(jobs) === 'finished').length,
    counts: records.reduce<StateCounts>((counts, record) => addToCounts(counts, record.state), {}),
  };
}

function compareProcesses(left: ProcessSummary, right: ProcessSummary): number {
  return right.processInstance.localeCompare(left.processInstance, 'en', { numeric: true }) || left.task.localeCompare(right.task, 'en');
}
