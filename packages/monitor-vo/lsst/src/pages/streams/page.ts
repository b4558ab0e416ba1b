import type { VoPage } from '@bigpanda/monitor-contract';
import { hoursFilter, queryJobs } from '../../job-window.ts';
import { toRecord, type StreamRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type StreamSummary } from './summary.ts';

/** Streams of the process instances of LSST's pipelines: how far each one is. */
export const streamsPage: VoPage<StreamRecord, StreamSummary> = {
  path: 'streams/',
  title: 'LSST streams',
  help: `Streams that failed come first, then those that are on their way, then those that are done. The state of a stream is "finished" when one of its jobs has finished, else that of its newest job that is not over, else that of its newest job. Tries counts its jobs.`,
  filters: [{ name: 'task', title: 'Pipeline task', kind: 'text' }, { name: 'processinstance', title: 'Process instance', kind: 'text' }, { name: 'state', title: 'State of stream', kind: 'text' }, hoursFilter],
  query: ({ hours }) => queryJobs(hours),
  toRecord,
  summarise,
  tables: listTables,
  render,
};
