import type { PageRow } from '@bigpanda/monitor-contract';
import { activityOf, type Activity } from '../../activity.ts';

/** A task as the page sees it; texts are empty where it does not tell. */
export interface TaskRecord {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly activity: Activity;
  readonly processing: string;
  readonly user: string;
  readonly workingGroup: string;
  readonly cloud: string;
  readonly priority: number | null;
  /** Part of its input that is done, 0 to 1. */
  readonly progress: number | null;
  /** Part of its jobs that failed, 0 to 1. */
  readonly failureRate: number | null;
  /** UTC, `YYYY-MM-DD hh:mm:ss`. */
  readonly changed: string;
}

/** What the page needs of a row of `jedi_tasks`. */
export function toRecord(row: PageRow): TaskRecord {
  return {
    id: Number(row['jeditaskid'] ?? 0),
    name: String(row['taskname'] ?? ''),
    state: String(row['status'] ?? 'unknown'),
    activity: activityOf(String(row['prodsourcelabel'] ?? '')),
    processing: String(row['processingtype'] ?? ''),
    user: String(row['username'] ?? ''),
    workingGroup: String(row['workinggroup'] ?? ''),
    cloud: String(row['cloud'] ?? ''),
    priority: numberOf(row['currentpriority'] ?? row['taskpriority']),
    progress: shareOf(row['progress']),
    failureRate: shareOf(row['failurerate']),
    changed: String(row['modificationtime'] ?? ''),
  };
}

function numberOf(value: PageRow[string]): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

/** A percentage as a share. */
function shareOf(value: PageRow[string]): number | null {
  const percentage = numberOf(value);
  return percentage === null ? null : percentage / 100;
}
