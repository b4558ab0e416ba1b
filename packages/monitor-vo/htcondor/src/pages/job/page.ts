import type { VoPage } from '@bigpanda/monitor-contract';
import { withPresentJobs } from '../../store/present-jobs.ts';
import { toRecord, type JobFacts } from './record.ts';
import { render } from './render.ts';
import { summarise, type JobSummary } from './summary.ts';

/** One job of a schedd: everything that it told. */
export const jobPage: VoPage<JobFacts, JobSummary> = {
  path: 'job/',
  title: 'HTCondor job',
  help: 'Everything that a schedd told of one job, and the jobs of PanDA that ran in it: those whose batch id is "cluster.proc" or the global job id.',
  filters: [{ name: 'globaljobid', title: 'Global job id', kind: 'text' }],
  query: ({ globaljobid = '' }) => ({ from: 'store', sql: `${withPresentJobs} select * from present_jobs where globaljobid = ?`, values: [globaljobid] }),
  toRecord,
  summarise,
  render,
};
