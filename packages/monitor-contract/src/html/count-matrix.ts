import { renderTable } from './data-table.ts';
import { markup, type Markup, type MarkupValue } from './markup.ts';
import { renderShareBar } from './share-bar.ts';
import { renderStateBadge } from './state-badge.ts';
import { orderStates, sumCounts, type StateCounts } from './state-counts.ts';

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
      ...(states.length > 0 ? [{ title: markup`<span class="unseen">share of each state</span>` }] : []),
    ],
    rows: rows.map((row) => [...row.keys, ...states.map((state) => formatCount(row.counts[state])), sumCounts(row.counts), renderShareBar(row.counts)]),
    ...(empty === undefined ? {} : { empty }),
  });
}

function formatCount(count: number | undefined): Markup {
  return count === undefined || count === 0 ? markup`<span class="zero">0</span>` : markup`${count}`;
}
