import { markup, renderPageTable, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import { statusTones } from '../../store/job-status.ts';
import { jobHref } from '../job/address.ts';
import { rowsPerPage, type CondorSummary } from './summary.ts';

/** The table of the page: jobs, linked to their pages. */
export function listTables({ jobs, found, page, selection }: CondorSummary): readonly PageTable[] {
  const first = (page - 1) * rowsPerPage + 1;
  const newest = jobs.reduce((last, { seen }) => (seen !== null && seen > last ? seen : last), '');
  const isFiltered = Object.keys(selection).some((name) => name !== 'sort');
  return [{
    key: 'jobs',
    caption: jobs.length === 0 ? 'Jobs' : `Jobs ${first} to ${first + jobs.length - 1} of ${found}, told ${newest} UTC`,
    tones: statusTones,
    columns: [
      { key: 'id', title: 'Job' }, { key: 'owner', title: 'Owner' }, { key: 'status', title: 'Status', kind: 'state' }, { key: 'schedd', title: 'Schedd' }, { key: 'submitted', title: 'Submitted, UTC', kind: 'time' },
      { key: 'run_seconds', title: 'Run time', kind: 'duration' }, { key: 'priority', title: 'Priority', kind: 'number' }, { key: 'memory_mb', title: 'Memory, MB', kind: 'number' }, { key: 'command', title: 'Command' },
      { key: 'host', title: 'Host', kind: 'long' },
    ],
    rows: jobs.map((job) => [
      { value: job.id, href: jobHref(job.globalJobId) }, job.owner === '' ? null : { value: job.owner, href: `/htcondor/?owner=${encodeURIComponent(job.owner)}` }, job.status, job.schedd, job.submitted,
      job.runSeconds, job.priority, job.memoryMegabytes, job.command, job.host,
    ]),
    empty: isFiltered || page > 1 ? 'No job matches these filters.' : 'No schedd has told of a job yet. "condor_q -global -allusers -json | bigpandamon load htcondor condor-q" tells of them.',
  }];
}

/** The summary as HTML. */
export function render(summary: CondorSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}${renderPager(summary)}`.toString();
}

function renderPager({ jobs, found, page, selection }: CondorSummary): Markup {
  const last = Math.ceil(found / rowsPerPage);
  if (last <= 1 && page === 1) return markup``;
  const link = (title: string, to: number, isThere: boolean): Markup => (isThere ? markup`<a href="/htcondor/?${new URLSearchParams({ ...selection, page: String(to) }).toString()}">${title}</a>` : markup`<span>${title}</span>`);
  return markup`<nav class="pager" aria-label="Pages">${link('Before', page - 1, page > 1)} <span>Page ${page}${jobs.length > 0 && ` of ${last}`}</span> ${link('Next', page + 1, page < last)}</nav>`;
}
