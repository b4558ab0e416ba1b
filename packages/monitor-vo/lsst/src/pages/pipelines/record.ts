import type { JobRow } from '@bigpanda/monitor-contract';
import { readPipelineNames, type PipelineNames } from '../../pipeline-parameters.ts';

/** A job as this page sees it; texts are empty where the job does not tell. */
export interface PipelineRecord extends PipelineNames {
  readonly pandaId: number;
  readonly user: string;
  readonly state: string;
}

/** What the page needs of a job. The pipeline's names stand in its parameters. */
export function toRecord(row: JobRow): PipelineRecord {
  return {
    ...readPipelineNames(String(row.jobParameters ?? '')),
    pandaId: Number(row.PandaID ?? 0),
    user: String(row.prodUserName ?? ''),
    state: String(row.jobStatus ?? 'unknown'),
  };
}
