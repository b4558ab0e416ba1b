import { markup, renderCountMatrix, renderStateBadge, renderTable } from '@bigpanda/monitor-contract';
import type { WorkerSummary } from './summary.ts';

/** The summary as two tables: computing elements, and the newest workers linked to their jobs. */
export function render({ elements, workers }: WorkerSummary): string {
  const matrix = renderCountMatrix({
    caption: 'Jobs by computing element and state',
    keys: ['Computing element', 'Batch ids'],
    rows: elements.map(({ computingElement, batches, counts }) => ({ keys: [computingElement || 'not told', batches], counts })),
    empty: 'No job has reached a worker.',
  });
  const newest = renderTable({
    caption: 'Newest workers',
    columns: [{ title: 'Batch id' }, { title: 'Computing element' }, { title: 'Host' }, { title: 'State' }, { title: 'Job', isNumeric: true }],
    rows: workers.map((worker) => [worker.batchId, worker.computingElement, worker.host, renderStateBadge(worker.state), markup`<a href="/job/${worker.pandaId}">${worker.pandaId}</a>`]),
    empty: 'No job has told its batch id.',
  });
  return markup`${matrix}${newest}`.toString();
}
