import { addCounts, markup, renderPageTable, tabulateCounts, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import { mostJobs } from '../../job-window.ts';
import { streamsHref } from '../streams/address.ts';
import type { PipelineSummary, ProcessSummary } from './summary.ts';

/** The tables of the page: a row for each pipeline task, and one for each process instance, linked to its streams. */
export function listTables({ processes, hours }: PipelineSummary): readonly PageTable[] {
  const tasks = [...Map.groupBy(processes, (process) => process.task)].sort(([left], [right]) => left.localeCompare(right, 'en'));
  const empty = hours === 0 ? 'No job of LSST is known.' : 'No job of LSST changed in these hours.';
  return [
    tabulateCounts({
      key: 'tasks',
      caption: 'Pipeline tasks: jobs by state',
      keys: ['Pipeline task', { key: 'instances', title: 'Instances', kind: 'number' }, ...progressColumns],
      rows: tasks.map(([task, group]) => ({ keys: [task || 'no task', group.length, ...progressOf(group)], counts: group.reduce<StateCounts>((sum, { counts }) => addCounts(sum, counts), {}) })),
      empty,
    }),
    tabulateCounts({
      key: 'processes',
      caption: 'Process instances, newest first: jobs by state',
      keys: ['Process instance', 'Pipeline task', 'User', ...progressColumns],
      rows: processes.map((process) => ({ keys: [{ value: process.processInstance || 'none', href: streamsHref(process, hours) }, process.task || 'no task', process.user, ...progressOf([process])], counts: process.counts })),
      empty,
    }),
  ];
}

const progressColumns = [{ key: 'streams', title: 'Streams', kind: 'number' }, { key: 'streams_done', title: 'Done', kind: 'share' }] as const;

/** How many streams, and which part of them is done; nothing for a part of none. */
function progressOf(processes: readonly ProcessSummary[]): readonly [number, number | null] {
  const streams = processes.reduce((sum, process) => sum + process.streams, 0);
  return [streams, streams === 0 ? null : processes.reduce((sum, process) => sum + process.streamsDone, 0) / streams];
}

/** The summary as HTML. */
export function render(summary: PipelineSummary): string {
  return markup`${summary.isCut && markup`<p class="hint">Only the newest ${mostJobs} jobs are counted. Fewer hours, or one user, show all of theirs.</p>
`}${listTables(summary).map(renderPageTable)}`.toString();
}
