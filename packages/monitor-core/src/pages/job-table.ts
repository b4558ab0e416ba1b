import { markup, renderStateBadge, renderTable, type JobField, type Markup, type MarkupValue } from '@bigpanda/monitor-contract';
import { formatJobQuery } from '../request/job-query.ts';
import type { JobRecord } from './job-record.ts';

/** Jobs as a table, a row each, linked to their pages and to the jobs of the same site and user. */
export function renderJobTable(caption: string, jobs: readonly JobRecord[], moreColumns: readonly JobField[] = []): Markup {
  return renderTable({
    caption,
    columns: [
      { title: 'PandaID' }, { title: 'State' }, { title: 'Site' }, { title: 'User' }, { title: 'Job' },
      ...moreColumns.map(({ title }) => ({ title })),
      { title: 'Type' }, { title: 'Priority', isNumeric: true }, { title: 'Created' }, { title: 'Changed' },
    ],
    rows: jobs.map((job) => renderRow(job, moreColumns)),
    empty: 'No job matches.',
  });
}

function renderRow(job: JobRecord, moreColumns: readonly JobField[]): MarkupValue[] {
  return [
    markup`<a href="/job/${job['pandaid'] ?? ''}/">${job['pandaid'] ?? ''}</a>`,
    renderStateBadge(String(job['jobstatus'] ?? 'unknown')),
    renderFilterLink('computingsite', job),
    renderFilterLink(job['produsername'] === null || job['produsername'] === undefined ? 'produserid' : 'produsername', job),
    markup`<span class="long">${job['jobname'] ?? ''}</span>`,
    ...moreColumns.map(({ attribute }) => markup`<span class="name">${job[attribute.toLowerCase()] ?? ''}</span>`),
    job['prodsourcelabel'] ?? '',
    job['currentpriority'] ?? '',
    markup`<span class="time">${job['creationtime'] ?? ''}</span>`,
    markup`<span class="time">${job['modificationtime'] ?? ''}</span>`,
  ];
}

/** What stands in an attribute, linked to the jobs in which the same stands. */
function renderFilterLink(attribute: string, job: JobRecord): Markup | string {
  const value = String(job[attribute] ?? '');
  return value === '' ? '' : markup`<a class="name" href="${formatJobQuery({ [attribute]: value })}">${value}</a>`;
}
