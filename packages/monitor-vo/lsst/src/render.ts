import { renderCountMatrix } from '@bigpanda/monitor-contract';
import type { PipelineSummary } from './summary.ts';

/** The summary as a table: a row for each process instance of each pipeline task. */
export function render({ processes }: PipelineSummary): string {
  return renderCountMatrix({
    caption: 'Jobs by pipeline task, process instance and state',
    keys: ['Pipeline task', 'Process instance', 'Streams'],
    rows: processes.map(({ task, processInstance, streams, counts }) => ({ keys: [task || 'no task', processInstance || 'none', streams], counts })),
    empty: 'No job of LSST is known.',
  }).toString();
}
