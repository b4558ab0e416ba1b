import type { PageCell, PageTable } from '../table.ts';
import { orderStates, sumCounts, type StateCounts } from './state-counts.ts';

/** Counts of jobs, a row for each key. */
export interface CountMatrix {
  /** Name of the table in `?csv=NAME`. */
  readonly key: string;
  readonly caption: string;
  /** Heading of each leading column; a row has as many keys. */
  readonly keys: readonly string[];
  readonly rows: readonly CountRow[];
  readonly empty?: string;
}

/** One row of counts; with `href`, each count is linked to its jobs: the address gets `jobstatus` added. */
export interface CountRow {
  readonly keys: readonly PageCell[];
  readonly counts: StateCounts;
  /** Address of a job list that holds the jobs of the row. */
  readonly href?: string;
}

/** A table of keys against job states, with a column for each state that occurs and one for the sum. */
export function tabulateCounts({ key, caption, keys, rows, empty }: CountMatrix): PageTable {
  const states = orderStates(rows.flatMap((row) => Object.keys(row.counts)));
  return {
    key,
    caption,
    columns: [
      ...keys.map((title) => ({ key: title.toLowerCase().replace(/\W+/g, '_'), title })),
      ...states.map((state) => ({ key: state.replace(/\s+/g, '_') || 'none', title: state, kind: 'number' as const, isState: true })),
      { key: 'all', title: 'all', kind: 'number' },
    ],
    rows: rows.map((row) => [...row.keys, ...states.map((state) => linkCount(row, row.counts[state] ?? 0, state)), linkCount(row, sumCounts(row.counts))]),
    stateShares: rows.map((row) => row.counts),
    ...(empty === undefined ? {} : { empty }),
  };
}

function linkCount({ href }: CountRow, count: number, state?: string): PageCell {
  if (count === 0 || href === undefined) return count;
  return { value: count, href: state === undefined ? href : `${href}${href.includes('?') ? '&' : '?'}jobstatus=${encodeURIComponent(state)}` };
}
