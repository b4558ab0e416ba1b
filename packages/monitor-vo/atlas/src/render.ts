import { markup, renderCountMatrix } from '@bigpanda/monitor-contract';
import type { CloudSummary } from './summary.ts';

/** The summary as a table: a row for each cloud, linked to its jobs. */
export function render({ clouds }: CloudSummary): string {
  return renderCountMatrix({
    caption: 'Jobs by cloud and state',
    keys: ['Cloud'],
    rows: clouds.map(({ cloud, counts }) => ({
      keys: [cloud === '' ? 'no cloud' : markup`<a href="/jobs/?vo=atlas&amp;cloud=${encodeURIComponent(cloud)}">${cloud}</a>`],
      counts,
    })),
    empty: 'No job of ATLAS is known.',
  }).toString();
}
