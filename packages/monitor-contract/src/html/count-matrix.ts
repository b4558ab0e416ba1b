import { exactFilter } from '../exact-filter.ts';
import type { PageCell, PageColumn, PageTable } from '../table.ts';
import type { StateTones } from './state-badge.ts';
import { orderStates, sumCounts, type StateCounts } from './state-counts.ts';

/** Counts of jobs, a row for each key. */
export interface CountMatrix {
  /** Name of the table in `?csv=NAME`. */
  readonly key: string;
  readonly caption: string;
  /** Heading of each leading column, or the whole column where it is no text; a row has as many keys. */
  readonly keys: readonly (string | PageColumn)[];
  readonly rows: readonly CountRow[];
  /** Words of the VO's own for states, each with the job state whose colour it takes. */
  readonly tones?: StateTones;
  readonly empty?: string;
}

/** One row of counts; with `href`, each count is linked to its jobs: the address gets `jobstatus` added, or what `stateParameter` says. */
export interface CountRow {
  readonly keys: readonly PageCell[];
  readonly counts: StateCounts;
  /** Address of a job list that holds the jobs of the row. */
  readonly href?: string;
  /** The parameter of that list that tells a state; `jobstatus` when absent. */
  readonly stateParameter?: string;
}

/** A table of keys against job states, with a column for each state that occurs and one for the sum. */
export function tabulateCounts({ key, caption, keys, rows, tones, empty }: CountMatrix): PageTable {
  const states = orderStates(rows.flatMap((row) => Object.keys(row.counts)));
  return {
    key,
    caption,
    columns: [
      ...keys.map((column) => (typeof column === 'string' ? { key: column.toLowerCase().replace(/\W+/g, '_'), title: column } : column)),
      { key: 'all', title: 'all', kind: 'number' },
      ...states.map((state) => ({ key: state.replace(/\s+/g, '_') || 'none', title: state, kind: 'number' as const, isState: true })),
    ],
    rows: rows.map((row) => [...row.keys, linkCount(row, sumCounts(row.counts)), ...states.map((state) => linkCount(row, row.counts[state] ?? 0, state))]),
    stateShares: rows.map((row) => row.counts),
    ...(tones === undefined ? {} : { tones }),
    ...(empty === undefined ? {} : { empty }),
  };
}

function linkCount({ href, stateParameter = 'jobstatus' }: CountRow, count: number, state?: string): PageCell {
  if (count === 0 || href === undefined) return count;
  return { value: count, href: state === undefined ? href : `${href}${href.includes('?') ? '&' : '?'}${stateParameter}=${encodeURIComponent(exactFilter(state))}` };
}
