import type { PageTable } from '../table.ts';
import { markup, type Markup } from './markup.ts';
import { renderPageTable } from './page-table.ts';

/** Cells that a table may have in a page, so that the page stays below 200 kB. */
const mostCells = 800;

/** Rows that are always shown. */
const leastRows = 20;

/** A table as HTML, cut where it would make the page too large, with a word on what is left out: its CSV and JSON have all rows. */
export function renderFittedTable(table: PageTable, cells = mostCells): Markup {
  const shown = Math.max(leastRows, Math.floor(cells / Math.max(1, table.columns.length)));
  const hidden = table.rows.length - shown;
  if (hidden <= 0) return renderPageTable(table);
  const cut = { ...table, rows: table.rows.slice(0, shown), ...(table.stateShares === undefined ? {} : { stateShares: table.stateShares.slice(0, shown) }) };
  return markup`${renderPageTable(cut)}<p class="hint">and ${hidden} more rows, which the CSV and the JSON of this page have; filters narrow what is shown.</p>
`;
}
