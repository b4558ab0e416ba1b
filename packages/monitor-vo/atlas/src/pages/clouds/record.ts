import type { JobCountRow } from '@bigpanda/monitor-contract';
import { activityOf, type Activity } from '../../activity.ts';

/** Jobs of one activity in one state at one site; texts are empty where the jobs do not tell. */
export interface CloudRecord {
  readonly cloud: string;
  readonly site: string;
  readonly activity: Activity;
  readonly state: string;
  readonly jobs: number;
}

/** What the page needs of a row of counts. */
export function toRecord(row: JobCountRow): CloudRecord {
  return {
    cloud: String(row.cloud ?? ''),
    site: String(row.computingSite ?? ''),
    activity: activityOf(String(row.prodSourceLabel ?? '')),
    state: String(row.jobStatus ?? 'unknown'),
    jobs: row.count ?? 1,
  };
}
