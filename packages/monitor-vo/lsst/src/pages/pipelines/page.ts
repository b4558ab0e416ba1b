import type { VoPage } from '@bigpanda/monitor-contract';
import { hoursFilter, queryJobs } from '../../job-window.ts';
import { toRecord, type PipelineRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type PipelineSummary } from './summary.ts';

/** Pipeline tasks of LSST and their process instances: how far their streams are, and their jobs by state. */
export const pipelinesPage: VoPage<PipelineRecord, PipelineSummary> = {
  path: '',
  title: 'LSST pipelines',
  help: `Each pipeline task has process instances, the newest first, and each process instance has streams, which jobs work on. A stream is done when one of its jobs has finished, whatever became of the others.

A process instance leads to its streams. Jobs that name no pipeline in their parameters are counted as "no task".`,
  filters: [{ name: 'task', title: 'Pipeline task', kind: 'text' }, { name: 'user', title: 'User', kind: 'text' }, hoursFilter],
  query: ({ hours, user }) => ({ ...queryJobs(hours), ...(user === undefined ? {} : { attributes: { produsername: user } }) }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};
