import type { JobFacts } from './record.ts';

export interface BatchSummary {
  /** Jobs with the batch id; more than one where several schedds have it. */
  readonly jobs: readonly JobFacts[];
}

/** The jobs that have the batch id. */
export function summarise(records: readonly JobFacts[]): BatchSummary {
  return { jobs: [...records] };
}
