import type { JobRow } from '@bigpanda/monitor-contract';
import { readPipelineNames, type PipelineNames } from '../../pipeline-parameters.ts';

/** A job as this page sees it; texts are empty where the job does not tell. */
export interface StreamRecord extends PipelineNames {
  readonly pandaId: number;
  readonly state: string;
  readonly site: string;
  /** UTC, `YYYY-MM-DD hh:mm:ss`. */
  readonly changed: string;
}

/** What the page needs of a job. */
export function toRecord(row: JobRow): StreamRecord {
  return {
    ...readPipelineNames(String(row.jobParameters ?? '')),
    pandaId: Number(row.PandaID ?? 0),
    state: String(row.jobStatus ?? 'unknown'),
    site: String(row.computingSite ?? ''),
    changed: String(row.modificationTime ?? ''),
  };
}
