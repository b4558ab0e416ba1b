import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type WorkerRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type WorkerSummary } from './summary.ts';

/** Jobs that a worker has, by computing element and state, and the newest workers. */
export const page: VoPage<WorkerRecord, WorkerSummary> = { path: '', title: 'HTCondor workers', query: () => ({ from: 'jobs' }), toRecord, summarise, tables: listTables, render };
