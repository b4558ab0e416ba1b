import { jobStates } from '@bigpanda/model';
import { renderTable } from './data-table.ts';
import { markup, type Markup, type MarkupValue } from './markup.ts';
import { renderStateBadge } from './state-badge.ts';

/** How many jobs of one row are in each state. */
export interface StateCounts {
  readonly [state: string]: number;
}

/** Counts of jobs, a row for each key. */
export interface CountMatrix {
  readonly caption: string;
  /** Heading of each leading column; a row has as many keys. */
  readonly keys: readonly string[];
  readonly rows: readonly { readonly keys: readonly MarkupValue[]; readonly counts: StateCounts }[];
  readonly empty?: string;
}

/** A table of keys against job states, with a column for each state that occurs and one for the sum. */
export function renderCountMatrix({ caption, keys, rows, empty }: CountMatrix): Markup {
  const states = orderStates(rows.flatMap((row) => Object.keys(row.counts)));
  return renderTable({
    caption,
    columns: [
      ...keys.map((title) => ({ title })),
      ...states.map((state) => ({ title: renderStateBadge(state), isNumeric: true })),
      { title: 'all', isNumeric: true },
    ],
    rows: rows.map((row) => [...row.keys, ...states.map((state) => formatCount(row.counts[state])), sumCounts(row.counts)]),
    ...(empty === undefined ? {} : { empty }),
  });
}

/** Adds one job to the counts of a state. */
export function addToCounts(counts: StateCounts, state: string): StateCounts {
  return { ...counts, [state]: (counts[state] ?? 0) + 1 };
}

/** All jobs of a row. */
export function sumCounts(counts: StateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** States without repeats, in the order a job passes them; unknown ones last by name. */
export function orderStates(states: readonly string[]): string[] {
  const known = jobStates.filter((state) => states.includes(state));
  const unknown = [...new Set(states)].filter((state) => !jobStates.some((other) => other === state)).sort();
  return [...known, ...unknown];
}

function formatCount(count: number | undefined): Markup {
  return count === undefined || count === 0 ? markup`<span class="zero">0</span>` : markup`${count}`;
}
