import type { PageCell, RowValue } from '@bigpanda/monitor-contract';

/** A cell that leads to the page about its value; empty where there is none. */
export function linkedCell(value: RowValue | undefined, hrefOf: (value: string) => string): PageCell {
  return value === undefined || value === null || value === '' ? null : { value, href: hrefOf(String(value)) };
}
