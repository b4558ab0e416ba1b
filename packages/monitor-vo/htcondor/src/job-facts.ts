import { formatBytes, formatDuration, markup, renderStateBadge, type Markup, type MarkupValue } from '@bigpanda/monitor-contract';
import { statusTones } from './store/job-status.ts';

/** A value of a job by its column. */
type Facts = Readonly<Record<string, string | number | null>>;

/** What is told of a job, in this order. */
const shown: readonly { readonly column: string; readonly title: string; readonly format?: (value: number) => string }[] = [
  { column: 'owner', title: 'Owner' }, { column: 'schedd', title: 'Schedd' }, { column: 'batch_name', title: 'Batch' }, { column: 'wmsid', title: 'WMS id' },
  { column: 'submitted', title: 'Submitted, UTC' }, { column: 'started', title: 'Started, UTC' }, { column: 'changed', title: 'In this status since, UTC' }, { column: 'completed', title: 'Completed, UTC' },
  { column: 'run_seconds', title: 'Run time', format: formatDuration }, { column: 'priority', title: 'Priority' }, { column: 'cpus', title: 'Cores asked for' },
  { column: 'memory_mb', title: 'Memory asked for', format: (megabytes) => `${megabytes} MB` }, { column: 'disk_kb', title: 'Disk asked for', format: formatKilobytes },
  { column: 'image_kb', title: 'Memory image', format: formatKilobytes }, { column: 'host', title: 'Host' }, { column: 'grid_resource', title: 'Grid resource' }, { column: 'exit_code', title: 'Exit code' },
  { column: 'seen', title: 'Seen, UTC' },
];

/** Facts of a job that are set, its status first. */
export function renderJobFacts(job: Facts): Markup {
  const facts = shown.flatMap(({ column, title, format }): Markup[] => {
    const value = job[column] ?? null;
    return value === null || value === '' ? [] : [renderFact(title, format !== undefined && typeof value === 'number' ? format(value) : value)];
  });
  return markup`<dl class="facts">${renderFact('Status', renderStateBadge(String(job['status'] ?? 'unknown'), statusTones))}${facts}</dl>
`;
}

function renderFact(title: string, value: MarkupValue): Markup {
  return markup`<div><dt>${title}</dt><dd>${value}</dd></div>
`;
}

/** HTCondor counts disk and images in units of 1024 bytes. */
function formatKilobytes(kilobytes: number): string {
  return formatBytes(kilobytes * 1024);
}
