import type { PageRow } from '@bigpanda/monitor-contract';

/** Everything that is known of one job of a schedd: columns of `condor_jobs` by their names, `null` for what was not told. */
export interface JobFacts {
  readonly [column: string]: string | number | null;
}

/** What the page needs of a row: all of it. */
export function toRecord(row: PageRow): JobFacts {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
}
