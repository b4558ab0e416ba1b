import { jobStates } from '@bigpanda/model';

/** How many jobs of one row are in each state. */
export interface StateCounts {
  readonly [state: string]: number;
}

/** Adds jobs to the counts of a state; one when no number is given. */
export function addToCounts(counts: StateCounts, state: string, jobs = 1): StateCounts {
  return { ...counts, [state]: (counts[state] ?? 0) + jobs };
}

/** The sums of two rows. */
export function addCounts(left: StateCounts, right: StateCounts): StateCounts {
  return Object.entries(right).reduce((sum, [state, jobs]) => addToCounts(sum, state, jobs), left);
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
