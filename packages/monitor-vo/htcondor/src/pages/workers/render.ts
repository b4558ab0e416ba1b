import { markup, renderPageTable, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import type { WorkerSummary } from './summary.ts';

/** The tables of the page: computing elements, and the newest workers linked to their jobs. */
export function listTables({ elements, workers }: WorkerSummary): readonly PageTable[] {
  return [
    tabulateCounts({
      key: 'elements',
      caption: 'Jobs by computing element and state',
      keys: ['Computing element', 'Batch ids'],
      rows: elements.map(({ computingElement, batches, counts }) => ({ keys: [computingElement || 'not told', batches], counts })),
      empty: 'No job has reached a worker.',
    }),
    {
      key: 'workers',
      caption: 'Newest workers',
      columns: [
        { key: 'batchid', title: 'Batch id' }, { key: 'computingelement', title: 'Computing element' }, { key: 'host', title: 'Host' }, { key: 'state', title: 'State', kind: 'state' },
        { key: 'pandaid', title: 'Job', kind: 'number' },
      ],
      rows: workers.map((worker) => [worker.batchId, worker.computingElement, worker.host, worker.state, { value: worker.pandaId, href: `/job/${worker.pandaId}/` }]),
      empty: 'No job has told its batch id.',
    },
  ];
}

/** The summary as HTML. */
export function render(summary: WorkerSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}
