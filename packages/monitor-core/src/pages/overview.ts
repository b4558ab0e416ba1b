import { markup, orderStates, renderCountMatrix, renderStateBadge, renderTable, type Markup } from '@bigpanda/monitor-contract';
import { formatJobQuery } from '../request/job-query.ts';
import { renderJobTable } from './job-table.ts';
import { renderNotice } from './notice.ts';
import type { OverviewSummary, PluginSummary } from './overview-summary.ts';

/** The first page: jobs by state and by site, the newest ones, and what the plug-ins add. */
export function renderOverview(summary: OverviewSummary): Markup {
  return markup`${summary.jobs === 0 ? renderEmpty() : renderJobs(summary)}${renderPlugins(summary.plugins)}`;
}

function renderJobs({ jobs, states, sites, newest }: OverviewSummary): Markup {
  const tiles = orderStates(Object.keys(states)).map((state) => markup`<li><a class="tile" href="${formatJobQuery({ jobstatus: state })}"><strong>${states[state] ?? 0}</strong>${renderStateBadge(state)}</a></li>
`);
  const siteRows = sites.map(({ site, counts }) => ({ keys: [site === '' ? 'no site' : markup`<a href="${formatJobQuery({ computingsite: site })}">${site}</a>`], counts }));
  return markup`<ul class="tiles" aria-label="Jobs by state"><li><a class="tile" href="/jobs/"><strong>${jobs}</strong><span>all jobs</span></a></li>
${tiles}</ul>
${renderCountMatrix({ caption: 'Jobs by site and state', keys: ['Site'], rows: siteRows })}
${renderJobTable('Newest jobs', newest)}
`;
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
