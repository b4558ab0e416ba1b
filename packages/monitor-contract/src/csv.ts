import { valueOfCell, type PageTable, type RowValue } from './table.ts';

/**
 * A table as CSV: a line of column keys, then a line for each row, ended by CR LF; empty for null. Source: RFC 4180.
 * A text that a spreadsheet would take for a formula gets a `'` before it.
 */
export function formatCsv({ columns, rows }: PageTable): string {
  const lines = [columns.map(({ key }) => key), ...rows.map((cells) => columns.map((_, index) => valueOfCell(cells[index])))];
  return lines.map((line) => `${line.map(formatField).join(',')}\r\n`).join('');
}

function formatField(value: RowValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
