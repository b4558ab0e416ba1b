import type { JobRow } from '@bigpanda/monitor-contract';

/** A job as this page sees it; texts are empty where the job does not tell. */
export interface WorkerRecord {
  readonly pandaId: number;
  readonly batchId: string;
  readonly computingElement: string;
  readonly host: string;
  readonly state: string;
}

/** What the page needs of a job. */
export function toRecord(row: JobRow): WorkerRecord {
  return {
    pandaId: Number(row.PandaID ?? 0),
    batchId: String(row.batchID ?? ''),
    computingElement: String(row.computingElement ?? ''),
    host: String(row.modificationHost ?? ''),
    state: String(row.jobStatus ?? 'unknown'),
  };
}
