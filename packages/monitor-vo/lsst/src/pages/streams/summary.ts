import { isFinalJobState } from '@bigpanda/model';
import { addToCounts, type PageParameters, type StateCounts } from '@bigpanda/monitor-contract';
import { mostJobs } from '../../job-window.ts';
import { stateOfStream } from '../../stream-states.ts';
import type { StreamRecord } from './record.ts';

/** A stream, told by its newest job. */
export interface StreamLine extends StreamRecord {
  /** Of the stream, not of the newest job. */
  readonly state: string;
  readonly tries: number;
}

export interface StreamSummary {
  /** Streams by their state. */
  readonly counts: StateCounts;
  /** Those that failed first, then those on their way, then those that are done. */
  readonly streams: readonly StreamLine[];
  /** Whether there are more jobs than were read: only the newest ones were. */
  readonly isCut: boolean;
}

/** How far the streams are that the parameters ask for. */
export function summarise(records: readonly StreamRecord[], { task, processinstance, state }: PageParameters): StreamSummary {
  const wanted = records.filter((record) => record.stream !== '' && (task === undefined || record.task === task) && (processinstance === undefined || record.processInstance === processinstance));
  const groups = Map.groupBy(wanted, (record) => JSON.stringify([record.task, record.processInstance, record.stream]));
  const streams = [...groups.values()].flatMap(summariseStream).filter((stream) => state === undefined || stream.state === state);
  return {
    counts: streams.reduce<StateCounts>((counts, stream) => addToCounts(counts, stream.state), {}),
    streams: streams.sort(compareStreams),
    isCut: records.length >= mostJobs,
  };
}

function summariseStream(jobs: readonly StreamRecord[]): StreamLine[] {
  const newest = jobs.reduce((left, right) => (right.pandaId > left.pandaId ? right : left));
  return [{ ...newest, state: stateOfStream(jobs), tries: jobs.length }];
}

function compareStreams(left: StreamLine, right: StreamLine): number {
  const byName = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });
  return urgency(left.state) - urgency(right.state) || byName(left.task, right.task) || byName(right.processInstance, left.processInstance) || byName(left.stream, right.stream);
}

function urgency(state: string): number {
  return state === 'finished' ? 2 : isFinalJobState(state) ? 0 : 1;
}
