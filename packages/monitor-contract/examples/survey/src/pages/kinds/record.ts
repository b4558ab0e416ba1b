import type { JobCountRow } from '@bigpanda/monitor-contract';

/** Jobs of one kind in one state. */
export interface KindRecord {
  /** Empty where the jobs have none. */
  readonly kind: string;
  readonly state: string;
  readonly jobs: number;
}

/** What the page needs of a row. Any attribute may be unset: say here, once, what that means. */
export function toRecord(row: JobCountRow): KindRecord {
  return { kind: String(row.processingType ?? ''), state: String(row.jobStatus ?? 'unknown'), jobs: row.count ?? 1 };
}
