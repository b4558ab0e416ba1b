import { jobStates } from '@bigpanda/model';
import { markup, orderStates, renderLivePart, renderPageTable, renderStateBadge, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { moreFields } from '../../selection/selection-form.ts';
import { addressOf, jobsHref } from '../../selection/job-address.ts';
import { renderField } from '../filter-form.ts';
import { renderActiveFilters, renderDrillDowns } from './drill-down.ts';
import { jobTable } from './job-table.ts';
import type { JobListSummary } from './summary.ts';

/** The jobs of the page, and the counts by each attribute. */
export function jobListTables(summary: JobListSummary): readonly PageTable[] {
  const { jobs, parameters, sortby, moreColumns, counts } = summary;
  return [
    jobTable(jobs, { caption: describeRange(summary), moreColumns, sorting: { path: '/jobs/', parameters, sortby } }),
    {
      key: 'counts',
      caption: 'Jobs by attribute',
      columns: [{ key: 'attribute', title: 'Attribute' }, { key: 'value', title: 'Value' }, { key: 'jobs', title: 'Jobs', kind: 'number' }],
      rows: counts.flatMap(({ attribute, values }) => values.map(({ value, count }) => [attribute, value, count])),
    },
  ];
}

/** The page: a form with the filters, what holds, counts that lead deeper, the jobs, links to the pages beside. */
export function renderJobList(summary: JobListSummary, [jobs]: readonly PageTable[]): Markup {
  return markup`${renderForm(summary)}
${renderActiveFilters('/jobs/', summary)}
${renderLivePart({ id: 'jobs', seconds: 60 }, markup`${renderStates(summary)}
${renderDrillDowns('/jobs/', summary)}
${jobs === undefined ? '' : renderPageTable(jobs)}
`)}
${renderPager(summary)}
`;
}

function describeRange({ total, jobs, sortby, window }: JobListSummary): string {
  if (total === 0) return `No jobs ${window}`;
  const order = sortby === '-pandaid' ? 'newest first' : `by ${sortby.replace(/^-/, '')}, ${sortby.startsWith('-') ? 'greatest' : 'least'} first`;
  return jobs.length === total ? `${total} jobs ${window}, ${order}` : `${jobs.length} of ${total} jobs ${window}, ${order}`;
}

function renderForm({ parameters, limit, moreFilters }: JobListSummary): Markup {
  const added = moreFilters.map(({ title, attribute }): PageFilter => ({ name: attribute.toLowerCase(), title, kind: 'text' }));
  const first = ['jobstatus', 'computingsite', 'produsername', 'vo', 'hours', 'limit', ...added.map(({ name }) => name)];
  const more = moreFields.filter(({ name }) => !first.includes(name));
  const others = Object.keys(parameters).filter((name) => name !== 'counts' && !first.includes(name) && !more.some((filter) => filter.name === name)).map((name): PageFilter => ({ name, title: name, kind: 'text' }));
  const isMoreUsed = others.length > 0 || more.some(({ name }) => parameters[name] !== undefined);
  const state = parameters['jobstatus'] ?? '';
  const states = state === '' || jobStates.some((known) => known === state) ? jobStates : [...jobStates, state];
  const field = (filter: PageFilter): Markup => markup`<label>${filter.title} ${renderField(filter, parameters[filter.name] ?? '')}</label>
`;
  return markup`<form class="filters" method="get" action="/jobs/" role="search" aria-label="Filter jobs">
<label>State <select name="jobstatus"><option value="">any</option>${states.map((known) => markup`<option${known === state ? markup` selected` : markup``}>${known}</option>`)}</select></label>
<label>Site <input name="computingsite" value="${parameters['computingsite'] ?? ''}" placeholder="name, * for any"></label>
<label>User <input name="produsername" value="${parameters['produsername'] ?? ''}" placeholder="name, * for any"></label>
<label>VO <input name="vo" value="${parameters['vo'] ?? ''}" size="8"></label>
${added.map(field)}<label>Last hours <input name="hours" value="${parameters['hours'] ?? ''}" inputmode="numeric" size="5"></label>
<label>Rows <input name="limit" value="${limit}" inputmode="numeric" size="5"></label>
<button type="submit">Filter</button> <a href="/jobs/">Clear</a>
<details class="more-filters"${isMoreUsed ? markup` open` : ''}><summary>More filters</summary><div class="filters-row">${[...more, ...others].map(field)}</div></details>
</form>`;
}

function renderStates({ parameters, states }: JobListSummary): Markup {
  const links = orderStates(Object.keys(states)).map((state) => markup`<li><a href="${jobsHref({ ...parameters, jobstatus: state })}">${renderStateBadge(state)} ${states[state] ?? 0}</a></li>
`);
  return links.length === 0 ? markup`` : markup`<ul class="states" aria-label="Jobs of this selection by state">${links}</ul>`;
}

function renderPager({ parameters, next, previous }: JobListSummary): Markup {
  if (next === null && previous === null) return markup``;
  const link = (rel: string, cursor: string | null, title: string): Markup => (cursor === null ? markup`<span>${title}</span>` : markup`<a rel="${rel}" href="${addressOf('/jobs/', { ...parameters, cursor })}">${title}</a>`);
  return markup`<nav class="pager" aria-label="Pages">${previous === null ? '' : markup`<a href="${addressOf('/jobs/', parameters)}">First page</a>`} ${link('prev', previous, 'Previous')} ${link('next', next, 'Next')}</nav>`;
}
