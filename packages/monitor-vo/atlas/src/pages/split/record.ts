import type { JobCountRow } from '@bigpanda/monitor-contract';
import { activityOf, type Activity } from '../../activity.ts';

/** Jobs of one kind for somebody in one state; texts are empty where the jobs do not tell. */
export interface SplitRecord {
  readonly activity: Activity;
  /** Step of production, or client that made the jobs. */
  readonly processing: string;
  /** Working group, or user. */
  readonly party: string;
  readonly state: string;
  readonly jobs: number;
}

/** What the pages need of a row of counts. */
export function toRecord(row: JobCountRow): SplitRecord {
  return {
    activity: activityOf(String(row.prodSourceLabel ?? '')),
    processing: String(row.processingType ?? ''),
    party: String(row.workingGroup ?? row.prodUserName ?? ''),
    state: String(row.jobStatus ?? 'unknown'),
    jobs: row.count ?? 1,
  };
}
