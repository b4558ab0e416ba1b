import { markup, renderPageTable, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import { fitRows } from './fit-rows.ts';

/** A table as HTML, cut where it would make the page too large, with a word on what is left out. */
export function renderFittedTable(whole: PageTable, cells?: number): Markup {
  const { table, hidden } = fitRows(whole, cells);
  return markup`${renderPageTable(table)}${hidden === 0 ? '' : markup`<p class="hint">and ${hidden} more rows, which the CSV and the JSON of this page have; filters narrow what is counted.</p>
`}`;
}
