import { markup, renderPageTable, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import type { CloudSummary } from './summary.ts';

/** The tables of the page: a row for each cloud, linked to its jobs. */
export function listTables({ clouds }: CloudSummary): readonly PageTable[] {
  const rows = clouds.map(({ cloud, counts }) => {
    if (cloud === '') return { keys: ['no cloud'], counts };
    const href = `/jobs/?vo=atlas&cloud=${encodeURIComponent(cloud)}`;
    return { keys: [{ value: cloud, href }], counts, href };
  });
  return [tabulateCounts({ key: 'clouds', caption: 'Jobs by cloud and state', keys: ['Cloud'], rows, empty: 'No job of ATLAS is known.' })];
}

/** The summary as HTML. */
export function render(summary: CloudSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}
