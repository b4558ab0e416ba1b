import type { VoPage } from '@bigpanda/monitor-contract';
import { withPresentJobs } from '../../store/present-jobs.ts';
import { toRecord, type OwnerRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type OwnerSummary } from './summary.ts';

/** Jobs of HTCondor's schedds by schedd and owner. */
export const ownersPage: VoPage<OwnerRecord, OwnerSummary> = {
  path: 'owners/',
  title: 'HTCondor owners and schedds',
  help: 'How many jobs each schedd has in each status, when it last told of its queue, and whose jobs they are. A name leads to its jobs.',
  query: () => ({ from: 'store', sql: `${withPresentJobs} select schedd, owner, status, count(*) as jobs, max(seen) as seen from present_jobs group by schedd, owner, status`, values: [] }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};
