import { exactFilter, markup, renderPageTable, tabulateCounts, type PageTable } from '@bigpanda/monitor-contract';
import type { KindSummary } from './summary.ts';

/** The table as data, from which HTML and CSV are made. With `href`, each number leads to its jobs; `exactFilter` lets a `*` in a name mean itself. */
export function listTables({ kinds }: KindSummary): readonly PageTable[] {
  const rows = kinds.map(({ kind, counts }) => {
    if (kind === '') return { keys: ['no kind'], counts };
    return { keys: [kind], counts, href: `/jobs/?vo=survey&processingtype=${encodeURIComponent(exactFilter(kind))}` };
  });
  return [tabulateCounts({ key: 'kinds', caption: 'Jobs by kind and state', keys: ['Kind'], rows, empty: 'No job of the survey changed in these hours.' })];
}

/** The HTML below the heading. `markup` escapes every value; what is put together by hand would not be. */
export function render(summary: KindSummary): string {
  return markup`<p class="hint">An example for authors of VOs.</p>
${listTables(summary).map(renderPageTable)}`.toString();
}
