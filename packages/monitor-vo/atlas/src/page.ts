import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type CloudRecord } from './record.ts';
import { render } from './render.ts';
import { summarise, type CloudSummary } from './summary.ts';

/** Jobs of ATLAS by cloud and state. */
export const page: VoPage<CloudRecord, CloudSummary> = { path: '', title: 'ATLAS clouds', query: { vo: 'atlas' }, toRecord, summarise, render };
