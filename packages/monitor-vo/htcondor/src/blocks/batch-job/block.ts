import type { VoSummary } from '@bigpanda/monitor-contract';
import { withPresentJobs } from '../../store/present-jobs.ts';
import { toRecord, type JobFacts } from './record.ts';
import { render } from './render.ts';
import { summarise, type BatchSummary } from './summary.ts';

/** The job of a schedd that a job of PanDA runs in, on the page of the latter. */
export const batchJobBlock: VoSummary<JobFacts, BatchSummary> = {
  place: 'job',
  title: 'Batch job',
  query: ({ batchid = '' }) => {
    const [, cluster = '-1', proc = '-1'] = /^(\d{1,15})\.(\d{1,9})$/.exec(batchid) ?? [];
    return { from: 'store', sql: `${withPresentJobs} select * from present_jobs where globaljobid = ? or (cluster_id = ? and proc_id = ?) order by seen desc limit 3`, values: [batchid, Number(cluster), Number(proc)] };
  },
  toRecord,
  summarise,
  render,
};
