import type { PageTable } from '@bigpanda/monitor-contract';

/** Cells that a table of links may have in a page, so that the page stays below 200 kB. */
const mostCells = 800;

/** Rows that are always shown. */
const leastRows = 20;

/** A table cut to what a page should hold, and how many rows that leaves out. Its CSV and JSON have them all. */
export function fitRows(table: PageTable, cells = mostCells): { readonly table: PageTable; readonly hidden: number } {
  const shown = Math.max(leastRows, Math.floor(cells / Math.max(1, table.columns.length)));
  if (table.rows.length <= shown) return { table, hidden: 0 };
  return { table: { ...table, rows: table.rows.slice(0, shown), ...(table.stateShares === undefined ? {} : { stateShares: table.stateShares.slice(0, shown) }) }, hidden: table.rows.length - shown };
}
