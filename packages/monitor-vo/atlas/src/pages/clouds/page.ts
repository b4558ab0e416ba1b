import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type CloudRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type CloudSummary } from './summary.ts';

/** Jobs of ATLAS by cloud and state. */
export const page: VoPage<CloudRecord, CloudSummary> = {
  path: '',
  title: 'ATLAS clouds',
  help: 'Jobs of ATLAS by cloud and state, most first. A number leads to its jobs.',
  filters: [{ name: 'hours', title: 'Last hours', kind: 'number' }],
  query: ({ hours }) => ({ from: 'jobCounts', vo: 'atlas', by: ['cloud', 'jobStatus'], ...(Number(hours ?? 0) > 0 ? { hours: Number(hours) } : {}) }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};
