import type { PageRow } from '@bigpanda/monitor-contract';

/** A job of a schedd as the list shows it. */
export interface CondorRecord {
  readonly globalJobId: string;
  /** `cluster.proc`, as HTCondor's own tools name a job. */
  readonly id: string;
  readonly schedd: string;
  readonly owner: string;
  readonly status: string;
  /** Times are UTC, `YYYY-MM-DD hh:mm:ss`. */
  readonly submitted: string | null;
  readonly runSeconds: number | null;
  readonly priority: number | null;
  /** Asked for, in units of 1,048,576 bytes as HTCondor counts. */
  readonly memoryMegabytes: number | null;
  readonly host: string;
  readonly command: string;
  /** When the schedd last told of it. */
  readonly seen: string | null;
  /** How many jobs the filters found in all. */
  readonly found: number;
}

/** What the list needs of a row. */
export function toRecord(row: PageRow): CondorRecord {
  return {
    globalJobId: String(row['globaljobid'] ?? ''),
    id: `${row['cluster_id'] ?? 0}.${row['proc_id'] ?? 0}`,
    schedd: String(row['schedd'] ?? ''),
    owner: String(row['owner'] ?? ''),
    status: String(row['status'] ?? 'unknown'),
    submitted: textOf(row['submitted']),
    runSeconds: numberOf(row['run_seconds']),
    priority: numberOf(row['priority']),
    memoryMegabytes: numberOf(row['memory_mb']),
    host: String(row['host'] ?? ''),
    command: String(row['cmd'] ?? '').split('/').at(-1) ?? '',
    seen: textOf(row['seen']),
    found: numberOf(row['found']) ?? 0,
  };
}

function textOf(value: PageRow[string]): string | null {
  return value === null || value === undefined ? null : String(value);
}

function numberOf(value: PageRow[string]): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}
