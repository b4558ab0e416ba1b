import { selectJobs } from '@bigpanda/datastore';
import type { JobSelection } from '@bigpanda/model';
import { markup, renderChart, renderFittedTable, renderLivePart, renderPageTable, tabulateCounts, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import { readActivity } from '../activity/read-activity.ts';
import type { CorePage } from '../route/core-page.ts';
import { countStates } from '../selection/counted-states.ts';
import { exactFilter, jobsHref } from '../selection/job-address.ts';
import { renderStateTiles } from '../view/state-tiles.ts';
import { attributesFor, jobTable } from './jobs/job-table.ts';
import { renderNotice } from './notice.ts';
import { summariseOverview, type OverviewFound, type OverviewSummary } from './overview-summary.ts';
import { pluginTable } from './plugin-table.ts';

/** Hours that the pictures show. */
const shownHours = 24;
const newestJobs = 10;

/** Of the table of sites: about 20 sites. */
const bytesOfSites = 50_000;

/** The first page: jobs by state and by site, over time, the newest ones, and what the plug-ins add. */
export const overviewPage: CorePage<OverviewFound, OverviewSummary> = {
  path: '/',
  title: 'Overview',
  section: 'overview',
  menu: 'Overview',
  help: 'All jobs by state and by site, those of the last 24 hours over time, the newest ones, and the pages that VOs add.\n\nEach number leads to the list of the jobs that it counts.',
  filters: [],
  read: async ({ database }, { plugins, nowMilliseconds, vo, format }) => {
    const selection: JobSelection = { conditions: vo === undefined ? [] : [{ attribute: 'VO', patterns: [{ kind: 'equal', value: vo.name }] }] };
    const read = attributesFor(format);
    const [counted, activity, { jobs: newest }] = await Promise.all([
      countStates(database, selection, { by: ['computingSite'] }),
      readActivity(database, selection, { nowMilliseconds, hours: shownHours }),
      selectJobs(database, selection, { order: { attribute: 'PandaID', direction: 'descending' }, limit: newestJobs, attributes: read }),
    ]);
    return { counted, activity, newest, read, plugins, vo: vo?.name };
  },
  summarise: summariseOverview,
  tables: (summary) => [siteTable(summary), jobTable(summary.newest, { caption: 'Newest jobs' })],
  render: renderOverview,
  blocks: { place: 'overview', parametersOf: () => ({}) },
};

function renderOverview(summary: OverviewSummary, tables: readonly PageTable[]): Markup {
  return markup`${summary.jobs === 0 ? renderEmpty() : renderJobs(summary, tables)}${renderPageTable(pluginTable(summary))}`;
}

function siteTable({ sites }: OverviewSummary): PageTable {
  const rows = sites.map(({ site, counts }) => {
    const href = jobsHref({ computingsite: exactFilter(site), days: 'all' });
    return { keys: [site === '' ? 'no site' : { value: site, href: `/site/${encodeURIComponent(site)}/` }], counts, ...(site === '' ? {} : { href }) };
  });
  return tabulateCounts({ key: 'sites', caption: 'Jobs by site and state', keys: ['Site'], rows });
}

function renderJobs(summary: OverviewSummary, [sites, newest]: readonly PageTable[]): Markup {
  return renderLivePart({ id: 'overview', seconds: 60 }, markup`${renderStateTiles(summary.states, { days: 'all' })}
<div class="charts">${summary.charts.map(renderChart)}</div>
${sites === undefined ? '' : renderFittedTable(sites, bytesOfSites)}
${newest === undefined ? '' : renderPageTable(newest)}
`);
}

function renderEmpty(): Markup {
  return renderNotice({
    title: 'No jobs yet',
    text: markup`The database is there and empty.`,
    action: markup`Submit a job to panda-server, by default at <code>http://127.0.0.1:25080/server/panda/submitJobs</code>, and it appears here.`,
  });
}
