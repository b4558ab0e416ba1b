import { valueOfCell, type PageTable, type RowValue } from '@bigpanda/monitor-contract';
import { addressOf } from '../selection/job-address.ts';

/** How a table can be sorted: the address of its page, its parameters, and the column that they name, with `-` in front from the greatest. */
export interface Sorting {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sortby: string | undefined;
}

/** A table in the order of one of its columns, rows without a value last, and with headings that lead to the other orders. As it is where no such column is. */
export function sortTable(table: PageTable, sorting: Sorting): PageTable {
  const key = sorting.sortby?.replace(/^-/, '');
  const isDescending = key !== sorting.sortby;
  const columns = table.columns.map((column) => {
    const isSorted = column.key === key;
    const next = isSorted && isDescending ? column.key : `-${column.key}`;
    return { ...column, sortHref: addressOf(sorting.path, { ...sorting.parameters, sortby: next }), ...(isSorted ? { sorted: isDescending ? 'descending' : 'ascending' } as const : {}) };
  });
  const place = table.columns.findIndex((column) => column.key === key);
  if (place < 0) return { ...table, columns };
  const order = table.rows.map((cells, index) => ({ index, value: valueOfCell(cells[place]) })).sort((left, right) => compare(left.value, right.value, isDescending) || left.index - right.index).map(({ index }) => index);
  const arrange = <Item>(items: readonly Item[]): Item[] => order.flatMap((index) => items.slice(index, index + 1));
  return { ...table, columns, rows: arrange(table.rows), ...(table.stateShares === undefined ? {} : { stateShares: arrange(table.stateShares) }) };
}

function compare(left: RowValue, right: RowValue, isDescending: boolean): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order = typeof left === 'number' && typeof right === 'number' ? left - right : String(left) < String(right) ? -1 : Number(String(left) > String(right));
  return isDescending ? -order : order;
}
