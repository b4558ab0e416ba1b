import { jobStates, type JobAttributes } from '@bigpanda/model';
import { countJobs, listJobs, type JobCount } from '@bigpanda/datastore';
import { markup, orderStates, renderStateBadge, type JobField, type Markup, type StateCounts } from '@bigpanda/monitor-contract';
import { listLoaded } from '../plugins/found-plugin.ts';
import { formatJobQuery, readJobQuery, type JobQuery } from '../request/job-query.ts';
import type { CorePage } from '../route/core-page.ts';
import { toJobRecord, type JobRecord } from './job-record.ts';
import { renderJobTable } from './job-table.ts';

export interface JobListSummary {
  readonly selection: Readonly<Record<string, string>>;
  readonly limit: number;
  readonly page: number;
  /** All jobs of the selection, on every page together. */
  readonly total: number;
  readonly states: StateCounts;
  /** What the plug-in of the VO adds to the table. */
  readonly moreColumns: readonly JobField[];
  readonly moreFilters: readonly JobField[];
  /** Newest first. `jobs` is the key that PanDA's clients read. */
  readonly jobs: readonly JobRecord[];
}

interface JobListFound {
  readonly query: JobQuery;
  readonly counts: readonly JobCount[];
  readonly jobs: readonly JobAttributes[];
  readonly moreColumns: readonly JobField[];
  readonly moreFilters: readonly JobField[];
}

/** The list of jobs. */
export const jobListPage: CorePage<JobListFound, JobListSummary> = {
  path: '/jobs/',
  title: 'Jobs',
  section: 'jobs',
  menu: 'Jobs',
  help: 'Jobs that match filters, newest first.',
  filters: [
    { name: 'hours', title: 'Last hours', kind: 'number' }, { name: 'days', title: 'Last days', kind: 'number' }, { name: 'limit', title: 'Rows', kind: 'number' },
    { name: 'page', title: 'Page', kind: 'number' }, { name: 'mode', title: 'Mode', kind: 'text' },
  ],
  takesJobAttributes: true,
  read: async ({ database }, { parameters, nowMilliseconds, plugins }) => {
    const query = readJobQuery(parameters, nowMilliseconds);
    const plugin = listLoaded(plugins).find(({ name }) => name === query.filter.attributes.VO);
    return {
      query,
      counts: await countJobs(database, query.filter, 'jobStatus'),
      jobs: await listJobs(database, query.filter, { limit: query.limit, offset: (query.page - 1) * query.limit }),
      moreColumns: plugin?.jobColumns ?? [],
      moreFilters: plugin?.jobFilters ?? [],
    };
  },
  summarise: summariseJobList,
  render: renderJobList,
};

function summariseJobList({ query, counts, jobs, moreColumns, moreFilters }: JobListFound): JobListSummary {
  const { wanted, limit, page } = query;
  return {
    selection: wanted,
    limit,
    page,
    total: counts.reduce((sum, { count }) => sum + count, 0),
    states: Object.fromEntries(counts.map(({ value, count }) => [value ?? 'unknown', count])),
    moreColumns,
    moreFilters,
    jobs: jobs.map(toJobRecord),
  };
}

/** The page: a form with the filters, the counts by state, the jobs, links to the pages beside. */
function renderJobList(summary: JobListSummary): Markup {
  return markup`${renderForm(summary)}
${renderStates(summary)}
${renderJobTable(describeRange(summary), summary.jobs, summary.moreColumns)}
${renderPager(summary)}
`;
}

function describeRange({ page, limit, total, jobs }: JobListSummary): string {
  if (total === 0) return 'No jobs';
  const first = (page - 1) * limit + 1;
  return jobs.length === 0 ? `Jobs, newest first: none on this page, ${total} in all` : `Jobs, newest first: ${first} to ${first + jobs.length - 1} of ${total}`;
}

function renderForm({ selection, limit, moreFilters }: JobListSummary): Markup {
  const added = moreFilters.map(({ title, attribute }) => ({ title, name: attribute.toLowerCase() }));
  const shown = ['jobstatus', 'computingsite', 'produsername', 'vo', 'hours', ...added.map(({ name }) => name)];
  const others = Object.entries(selection).filter(([name]) => !shown.includes(name));
  const state = selection['jobstatus'] ?? '';
  const states = state === '' || jobStates.some((known) => known === state) ? jobStates : [...jobStates, state];
  return markup`<form class="filters" method="get" action="/jobs/" role="search" aria-label="Filter jobs">
<label>State <select name="jobstatus"><option value="">any</option>${states.map((known) => markup`<option${known === state ? markup` selected` : markup``}>${known}</option>`)}</select></label>
<label>Site <input name="computingsite" value="${selection['computingsite'] ?? ''}" placeholder="name, * for any"></label>
<label>User <input name="produsername" value="${selection['produsername'] ?? ''}" placeholder="name, * for any"></label>
<label>VO <input name="vo" value="${selection['vo'] ?? ''}" size="8"></label>
<label>Last hours <input name="hours" value="${selection['hours'] ?? ''}" inputmode="numeric" size="5"></label>
<label>Rows <input name="limit" value="${limit}" inputmode="numeric" size="5"></label>
${added.map(({ title, name }) => markup`<label>${title} <input name="${name}" value="${selection[name] ?? ''}"></label>`)}
${others.map(([name, value]) => markup`<label>${name} <input name="${name}" value="${value}"></label>`)}
<button type="submit">Filter</button> <a href="/jobs/">Clear</a>
</form>`;
}

function renderStates({ selection, states, limit }: JobListSummary): Markup {
  const links = orderStates(Object.keys(states)).map((state) => markup`<li><a href="${formatJobQuery({ ...selection, jobstatus: state }, { limit })}">${renderStateBadge(state)} ${states[state] ?? 0}</a></li>
`);
  return links.length === 0 ? markup`` : markup`<ul class="states" aria-label="Jobs of this selection by state">${links}</ul>`;
}

function renderPager({ selection, limit, page, total }: JobListSummary): Markup {
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1 && page === 1) return markup``;
  const previous = page > 1 ? markup`<a rel="prev" href="${formatJobQuery(selection, { limit, page: page - 1 })}">Newer</a>` : markup`<span>Newer</span>`;
  const next = page < last ? markup`<a rel="next" href="${formatJobQuery(selection, { limit, page: page + 1 })}">Older</a>` : markup`<span>Older</span>`;
  return markup`<nav class="pager" aria-label="Pages">${previous} <span>Page ${page} of ${last}</span> ${next}</nav>`;
}
