import { countJobs, listJobs, readJobs, readStatusHistory, tabulateJobs, type PandaDatabase } from '@bigpanda/datastore';
import type { JobColumn } from '@bigpanda/monitor-contract';
import type { FoundPlugin } from '../plugins/plugin-folder.ts';
import { readJobQuery } from '../request/job-query.ts';
import { renderJobList, summariseJobList } from './job-list.ts';
import { summariseJob } from './job-summary.ts';
import { renderJob } from './job.ts';
import { summariseOverview } from './overview-summary.ts';
import { renderOverview } from './overview.ts';
import type { Page } from './page.ts';
import { notFoundPage } from './problem-pages.ts';

/** The first page. */
export async function makeOverviewPage(database: PandaDatabase, plugins: readonly FoundPlugin[]): Promise<Page> {
  const everything = { attributes: {} };
  const pairs = await tabulateJobs(database, everything, { row: 'computingSite', column: 'jobStatus' });
  const newest = await listJobs(database, everything, { limit: 10 });
  const summary = summariseOverview(pairs, newest, plugins);
  return { title: 'Overview', section: 'overview', summary, body: renderOverview(summary) };
}

/** A page of the list of jobs. */
export async function makeJobListPage(database: PandaDatabase, plugins: readonly FoundPlugin[], { parameters, nowMilliseconds }: { readonly parameters: URLSearchParams; readonly nowMilliseconds: number }): Promise<Page> {
  const query = readJobQuery(parameters, nowMilliseconds);
  const counts = await countJobs(database, query.filter, 'jobStatus');
  const jobs = await listJobs(database, query.filter, { limit: query.limit, offset: (query.page - 1) * query.limit });
  const summary = summariseJobList(query, counts, jobs);
  return { title: 'Jobs', section: 'jobs', summary, body: renderJobList(summary, columnsFor(plugins, query.filter.attributes.VO)) };
}

/** The page of one job. */
export async function makeJobPage(database: PandaDatabase, pandaId: number): Promise<Page> {
  const job = (await readJobs(database, [pandaId])).get(pandaId);
  if (job === undefined) return notFoundPage(`Job ${pandaId}`);
  const summary = summariseJob(job, await readStatusHistory(database, pandaId));
  return { title: `Job ${pandaId}`, section: 'jobs', summary, body: renderJob(summary) };
}

/** The columns that the plug-in of a VO adds to the list of its jobs. */
function columnsFor(plugins: readonly FoundPlugin[], vo: string | undefined): readonly JobColumn[] {
  return plugins.flatMap((found) => (found.kind === 'loaded' && found.plugin.name === vo ? found.plugin.jobColumns : []));
}
