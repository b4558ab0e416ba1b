import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type WorkerRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type WorkerSummary } from './summary.ts';

/** Jobs of PanDA that a worker has, by computing element and state, and the newest workers. */
export const workersPage: VoPage<WorkerRecord, WorkerSummary> = {
  path: 'workers/',
  title: 'HTCondor workers',
  help: 'Jobs of PanDA whose VO is htcondor and that have reached a worker: by computing element, and the newest ones by batch id.',
  filters: [{ name: 'hours', title: 'Last hours', kind: 'number', default: '12' }, { name: 'element', title: 'Computing element', kind: 'text' }],
  query: ({ hours = '0', element }) => ({ from: 'jobs', vo: 'htcondor', reads: ['PandaID', 'jobStatus', 'computingElement', 'batchID', 'modificationHost'], ...(Number(hours) > 0 ? { hours: Number(hours) } : {}), ...(element === undefined ? {} : { attributes: { computingelement: element } }) }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};
