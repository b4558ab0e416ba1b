import { countOverTime, listJobs, tabulateJobs, type PandaDatabase } from '@bigpanda/datastore';
import { markup, orderStates, renderChart, renderLivePart, renderPageTable, renderStateBadge, renderTable, tabulateCounts, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import type { ActivityCounts } from '../activity/activity-charts.ts';
import { planTimeSteps } from '../activity/time-steps.ts';
import { exactFilter, jobsHref } from '../selection/job-address.ts';
import type { CorePage } from '../route/core-page.ts';
import { jobTable } from './jobs/job-table.ts';
import { renderNotice } from './notice.ts';
import { summariseOverview, type OverviewFound, type OverviewSummary, type PluginSummary } from './overview-summary.ts';

const chartedHours = 24;
const refreshSeconds = 60;

/** The first page: jobs by state and by site, the newest ones, and what the plug-ins add. */
export const overviewPage: CorePage<OverviewFound, OverviewSummary> = {
  path: '/',
  title: 'Overview',
  section: 'overview',
  menu: 'Overview',
  help: 'Jobs by state and by site, the newest jobs, and the pages that VOs add.\n\nEach number leads to the list of the jobs that it counts.',
  filters: [],
  read: async ({ database }, { plugins, nowMilliseconds }) => ({
    tallies: await tabulateJobs(database, { attributes: {} }, ['computingSite', 'jobStatus']),
    activity: await readActivity(database, nowMilliseconds),
    newest: await listJobs(database, { attributes: {} }, { limit: 10 }),
    plugins,
  }),
  summarise: summariseOverview,
  tables: (summary) => [siteTable(summary)],
  render: renderOverview,
  blocks: { place: 'overview', parametersOf: () => ({}) },
};

async function readActivity(database: PandaDatabase, nowMilliseconds: number): Promise<ActivityCounts> {
  const steps = planTimeSteps(chartedHours, nowMilliseconds);
  const byState = await countOverTime(database, { conditions: [], since: steps.times[0] ?? '' }, { by: 'jobStatus', stepSeconds: steps.stepSeconds });
  return { steps, byState, bySite: [] };
}

function renderOverview(summary: OverviewSummary): Markup {
  return markup`${summary.jobs === 0 ? renderEmpty() : renderJobs(summary)}${renderPlugins(summary.plugins)}`;
}

function siteTable({ sites }: OverviewSummary): PageTable {
  const rows = sites.map(({ site, counts }) => {
    const href = jobsHref({ computingsite: exactFilter(site) });
    return { keys: [site === '' ? 'no site' : { value: site, href }], counts, ...(site === '' ? {} : { href }) };
  });
  return tabulateCounts({ key: 'sites', caption: 'Jobs by site and state', keys: ['Site'], rows });
}

function renderJobs(summary: OverviewSummary): Markup {
  const { jobs, states, newest, throughput, failureRate } = summary;
  const tiles = orderStates(Object.keys(states)).map((state) => markup`<li><a class="tile" href="${jobsHref({ jobstatus: state })}"><strong>${states[state] ?? 0}</strong>${renderStateBadge(state)}</a></li>
`);
  return renderLivePart({ id: 'overview', seconds: refreshSeconds }, markup`<ul class="tiles" aria-label="Jobs by state"><li><a class="tile" href="/jobs/"><strong>${jobs}</strong><span>all jobs</span></a></li>
${tiles}</ul>
<div class="charts">
${[throughput, failureRate].map(renderChart)}</div>
${renderPageTable(siteTable(summary))}
${renderPageTable(jobTable(newest, { caption: 'Newest jobs' }))}
`);
}

function renderEmpty(): Markup {
  return renderNotice({
    title: 'No jobs yet',
    text: markup`The database is there and empty.`,
    action: markup`Submit a job to panda-server, by default at <code>http://127.0.0.1:25080/server/panda/submitJobs</code>, and it appears here.`,
  });
}

function renderPlugins(plugins: readonly PluginSummary[]): Markup {
  if (plugins.length === 0) return markup`<p class="hint">No VO plug-in is installed. Packages named <code>bigpandamon-&lt;vo&gt;</code> add pages.</p>
`;
  return renderTable({
    caption: 'Plug-ins',
    columns: [{ title: 'VO' }, { title: 'Pages' }, { title: 'State' }],
    rows: plugins.map(({ title, pages, problems }) => [
      title,
      pages.length === 0 ? 'none' : pages.map((page, index) => markup`${index > 0 ? ', ' : ''}<a href="${page.href}">${page.title}</a>`),
      problems.length === 0 ? 'served' : markup`<span class="badge badge-failed">refused</span> <span class="text">${problems.join('; ')}</span>`,
    ]),
  });
}
