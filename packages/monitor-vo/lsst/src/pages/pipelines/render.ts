import { markup, renderPageTable, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import type { PipelineSummary } from './summary.ts';

/** The tables of the page: a row for each process instance of each pipeline task. */
export function listTables({ processes }: PipelineSummary): readonly PageTable[] {
  return [tabulateCounts({
    key: 'processes',
    caption: 'Jobs by pipeline task, process instance and state',
    keys: ['Pipeline task', 'Process instance', 'Streams'],
    rows: processes.map(({ task, processInstance, streams, counts }) => ({ keys: [task || 'no task', processInstance || 'none', streams], counts })),
    empty: 'No job of LSST is known.',
  })];
}

/** The summary as HTML. */
export function render(summary: PipelineSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}
