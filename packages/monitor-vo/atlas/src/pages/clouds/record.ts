import type { JobCountRow } from '@bigpanda/monitor-contract';

/** Jobs of one cloud in one state. */
export interface CloudRecord {
  /** Empty where the jobs have none. */
  readonly cloud: string;
  readonly state: string;
  readonly jobs: number;
}

/** What the page needs of a row of counts. */
export function toRecord(row: JobCountRow): CloudRecord {
  return { cloud: String(row.cloud ?? ''), state: String(row.jobStatus ?? 'unknown'), jobs: row.count ?? 1 };
}
