import { tabulateSelection, type CombinationCount, type PandaDatabase } from '@bigpanda/datastore';
import type { JobAttribute, JobSelection } from '@bigpanda/model';
import { markup, type Markup, type StateCounts } from '@bigpanda/monitor-contract';
import { sumStates } from '../view/count-rows.ts';

/** Combinations of values that are carried over from the database; a page shows some 60 rows of them, its JSON and its CSV all. */
export const mostCombinations = 10_000;

/** Jobs counted by some attributes and by state. */
export interface CountedStates {
  /** Most jobs first; the last value is the state. */
  readonly counts: readonly CombinationCount[];
  /** Of all jobs of the selection, those too that are beyond the counts. */
  readonly states: StateCounts;
  /** Whether there are more combinations than the counts tell. */
  readonly isPart: boolean;
}

/** The jobs of a selection by some attributes and by state; sums are right however many combinations there are. */
export async function countStates(database: PandaDatabase, selection: JobSelection, { by, most = mostCombinations }: { readonly by: readonly JobAttribute[]; readonly most?: number }): Promise<CountedStates> {
  const counts = await tabulateSelection(database, selection, { by: [...by, 'jobStatus'], limit: most + 1 });
  const isPart = counts.length > most;
  return { counts: counts.slice(0, most), states: sumStates(isPart ? await tabulateSelection(database, selection, { by: ['jobStatus'] }) : counts), isPart };
}

/** Says of rows that they are not all, where they are not. */
export function renderPartNote(isPart: boolean): Markup {
  return isPart ? markup`<p class="hint">Rows are made of the ${mostCombinations} most frequent combinations of these values with a state or an error: the numbers of rows, unlike the sums above, lack rarer ones. Filters narrow what is counted.</p>
` : markup``;
}
