import { markup, renderPageTable, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import type { WorkerSummary } from './summary.ts';

/** The tables of the page: computing elements, and the newest workers linked to their jobs. */
export function listTables({ elements, workers }: WorkerSummary): readonly PageTable[] {
  return [
    tabulateCounts({
      key: 'elements',
      caption: 'Jobs by computing element and state',
      keys: ['Computing element', { key: 'batch_ids', title: 'Batch ids', kind: 'number' }],
      rows: elements.map(({ computingElement, batches, counts }) => ({ keys: [computingElement === '' ? 'not told' : { value: computingElement, href: `/htcondor/workers/?element=${encodeURIComponent(computingElement)}` }, batches], counts })),
      empty: 'No job of PanDA has reached a worker in these hours.',
    }),
    {
      key: 'workers',
      caption: 'Newest workers',
      columns: [
        { key: 'batchid', title: 'Batch id' }, { key: 'computingelement', title: 'Computing element' }, { key: 'host', title: 'Host' }, { key: 'state', title: 'State', kind: 'state' },
        { key: 'pandaid', title: 'Job', kind: 'number' },
      ],
      rows: workers.map((worker) => [worker.batchId, worker.computingElement, worker.host, worker.state, { value: worker.pandaId, href: `/job/${worker.pandaId}/` }]),
      empty: 'No job of PanDA has told its batch id in these hours.',
    },
  ];
}

/** The summary as HTML. */
export function render(summary: WorkerSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}
