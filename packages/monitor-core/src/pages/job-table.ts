import { markup, renderStateBadge, renderTable, type JobColumn, type Markup, type MarkupValue } from '@bigpanda/monitor-contract';
import type { JobRecord } from './job-record.ts';

/** Jobs as a table, a row each, linked to their pages. */
export function renderJobTable(caption: string, jobs: readonly JobRecord[], moreColumns: readonly JobColumn[] = []): Markup {
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

function renderRow(job: JobRecord, moreColumns: readonly JobColumn[]): MarkupValue[] {
  return [
    markup`<a href="/job/${job['pandaid'] ?? ''}">${job['pandaid'] ?? ''}</a>`,
    renderStateBadge(String(job['jobstatus'] ?? 'unknown')),
    job['computingsite'] ?? '',
    job['produsername'] ?? job['produserid'] ?? '',
    markup`<span class="long">${job['jobname'] ?? ''}</span>`,
    ...moreColumns.map(({ attribute }) => job[attribute.toLowerCase()] ?? ''),
    job['prodsourcelabel'] ?? '',
    job['currentpriority'] ?? '',
    markup`<span class="time">${job['creationtime'] ?? ''}</span>`,
    markup`<span class="time">${job['modificationtime'] ?? ''}</span>`,
  ];
}
