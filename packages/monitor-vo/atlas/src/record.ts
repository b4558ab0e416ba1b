import type { JobRow } from '@bigpanda/monitor-contract';

/** A job as this page sees it. */
export interface CloudRecord {
  /** Empty where the job has none. */
  readonly cloud: string;
  readonly state: string;
}

/** What the page needs of a job. */
export function toRecord(row: JobRow): CloudRecord {
  return { cloud: String(row.cloud ?? ''), state: String(row.jobStatus ?? 'unknown') };
}
