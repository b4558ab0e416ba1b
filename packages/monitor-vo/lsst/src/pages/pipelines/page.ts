import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type PipelineRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type PipelineSummary } from './summary.ts';

/** Jobs of LSST by pipeline task, process instance and state. */
export const page: VoPage<PipelineRecord, PipelineSummary> = {
  path: '', title: 'LSST pipelines', query: () => ({ from: 'jobs', vo: 'lsst', withParameters: true }), toRecord, summarise, tables: listTables, render,
};
