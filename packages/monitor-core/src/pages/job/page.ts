import { readJobOutput, readJobs, readRelatedJobs, readStatusHistory } from '@bigpanda/datastore';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { jobTables, renderJob } from './render.ts';
import { summariseJob, type JobFound, type JobSummary } from './summary.ts';

/** The page of one job. */
export const jobPage: CorePage<JobFound, JobSummary> = {
  path: '/job/:pandaid/',
  title: 'Job',
  section: 'jobs',
  help: `Everything that is known of one job: what it is, its errors in words, how long it was in each state, the attempts before and after it, its files, where its logs are, its parameters and every attribute.

Errors stand by component: trans is the exit code of the transformation, exe the payload, pilot the pilot, sup the pilot's supervisor, ddm the data management, brokerage, jobDispatcher and taskBuffer parts of the server.`,
  filters: [],
  read: async ({ database }, { path: { pandaid = '' } }) => {
    const id = /^\d{1,15}$/.test(pandaid) ? Number(pandaid) : -1;
    const job = (await readJobs(database, [id], { withArchive: true })).get(id);
    if (job === undefined) throw notFound(`Job ${pandaid}`);
    const task = Number(job.attributes.jediTaskID ?? 0);
    return {
      job,
      history: await readStatusHistory(database, id),
      related: await readRelatedJobs(database, { pandaId: id, jediTaskId: task > 0 ? task : undefined }),
      output: await readJobOutput(database, id),
    };
  },
  summarise: summariseJob,
  titleOf: ({ pandaId }) => `Job ${pandaId}`,
  tables: jobTables,
  render: renderJob,
  blocks: { place: 'job', parametersOf: ({ attributes }) => Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), String(value)])) },
};
