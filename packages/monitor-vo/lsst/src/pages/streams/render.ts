import { exactFilter, markup, renderFittedTable, sumCounts, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import { mostJobs } from '../../job-window.ts';
import type { StreamSummary } from './summary.ts';

/** The tables of the page: how many streams are in which state, and the streams, linked to their newest job. */
export function listTables({ counts, streams }: StreamSummary): readonly PageTable[] {
  const all = sumCounts(counts);
  const progress = [{ keys: ['All streams', all === 0 ? null : (counts['finished'] ?? 0) / all], counts }];
  return [
    tabulateCounts({ key: 'progress', caption: 'Streams by state', keys: ['Selection', { key: 'done', title: 'Done', kind: 'share' }], rows: all === 0 ? [] : progress, empty: 'No job of this selection names a stream.' }),
    {
      key: 'streams',
      caption: `${streams.length} streams, failed ones first`,
      columns: [
        { key: 'stream', title: 'Stream' }, { key: 'state', title: 'State', kind: 'state' }, { key: 'task', title: 'Pipeline task' }, { key: 'process_instance', title: 'Process instance' },
        { key: 'pandaid', title: 'Newest job', kind: 'number' }, { key: 'tries', title: 'Tries', kind: 'number' }, { key: 'site', title: 'Site' }, { key: 'changed', title: 'Changed, UTC', kind: 'time' },
      ],
      rows: streams.map((stream) => [
        stream.stream, stream.state, stream.task, stream.processInstance, { value: stream.pandaId, href: `/job/${stream.pandaId}/` }, stream.tries,
        stream.site === '' ? null : { value: stream.site, href: `/jobs/?vo=lsst&computingsite=${encodeURIComponent(exactFilter(stream.site))}` }, stream.changed,
      ]),
      empty: 'No stream to show.',
    },
  ];
}

/** The summary as HTML. */
export function render(summary: StreamSummary): string {
  return markup`${summary.isCut && markup`<p class="hint">Only the newest ${mostJobs} jobs are read. Fewer hours show all of theirs.</p>
`}${listTables(summary).map((table) => renderFittedTable(table))}`.toString();
}
