import type { JobRow } from '@bigpanda/monitor-contract';
import { parsePipelineParameters } from '../../pipeline-parameters.ts';

/** What the parameters of a job say of its pipeline, in their order. */
export interface NamesRecord {
  readonly names: readonly (readonly [string, string])[];
}

/** What the block needs of a job. */
export function toRecord(row: JobRow): NamesRecord {
  return { names: [...parsePipelineParameters(String(row.jobParameters ?? ''))] };
}
