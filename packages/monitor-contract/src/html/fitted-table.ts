import { valueOfCell, type CellKind, type PageCell, type PageTable } from '../table.ts';
import { markup, type Markup } from './markup.ts';
import { renderPageTable } from './page-table.ts';
import type { StateCounts } from './state-counts.ts';

/** Bytes of HTML that a table may have in a page, so that the page stays below 200 kB beside its pictures. */
const mostBytes = 100_000;

/** Rows that are always shown. */
const leastRows = 10;

/** Bytes of a row without its cells, of a cell without what it holds, of a link without its address, of a bar of shares and of each state in it. */
const written = { row: 10, cell: 24, link: 28, bar: 95, state: 52 } as const;

/** Bytes around a value, by the kind of its column. */
const aroundValue: Readonly<Partial<Record<CellKind, number>>> = { state: 50, time: 26, long: 26, message: 90 };

/**
 * A table as HTML, cut where it would make the page too large, with a word on what is left out: its CSV and JSON have all rows.
 * @param bytes about how many bytes of HTML the rows may have; 100,000 when absent
 */
export function renderFittedTable(table: PageTable, bytes = mostBytes): Markup {
  const shown = countFitting(table, bytes);
  const hidden = table.rows.length - shown;
  if (hidden <= 0) return renderPageTable(table);
  const cut = { ...table, rows: table.rows.slice(0, shown), ...(table.stateShares === undefined ? {} : { stateShares: table.stateShares.slice(0, shown) }) };
  return markup`${renderPageTable(cut)}<p class="hint">and ${hidden} more rows, which the CSV and the JSON of this page have; filters narrow what is shown.</p>
`;
}

function countFitting(table: PageTable, bytes: number): number {
  let left = bytes;
  const end = table.rows.findIndex((cells, index) => {
    left -= bytesOfRow(table, cells) + bytesOfBar(table.stateShares?.[index]);
    return left < 0 && index >= leastRows;
  });
  return end < 0 ? table.rows.length : end;
}

/** About what `renderPageTable` writes for a row. */
function bytesOfRow({ columns }: PageTable, cells: readonly PageCell[]): number {
  return cells.reduce<number>((sum, cell, index) => {
    const value = String(valueOfCell(cell) ?? '').length + (aroundValue[columns[index]?.kind ?? 'text'] ?? 0);
    return sum + written.cell + value + (cell === null || typeof cell !== 'object' ? 0 : written.link + escapedLength(cell.href));
  }, written.row);
}

function bytesOfBar(shares: StateCounts | undefined): number {
  return shares === undefined ? 0 : written.bar + written.state * Object.keys(shares).length;
}

/** Each `&` of an address becomes `&amp;`. */
function escapedLength(href: string): number {
  return href.length + 4 * (href.split('&').length - 1);
}
