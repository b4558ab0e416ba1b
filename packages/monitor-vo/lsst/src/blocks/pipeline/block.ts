import type { VoSummary } from '@bigpanda/monitor-contract';
import { toRecord, type NamesRecord } from './record.ts';
import { render } from './render.ts';
import { summarise, type NamesSummary } from './summary.ts';

/** The pipeline of a job, on the page of the job. */
export const pipelineBlock: VoSummary<NamesRecord, NamesSummary> = {
  place: 'job',
  title: 'Pipeline',
  query: ({ pandaid = '0' }) => ({ from: 'jobs', vo: 'lsst', attributes: { pandaid }, withParameters: true, limit: 1 }),
  toRecord,
  summarise,
  render,
};
