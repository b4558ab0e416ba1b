import type { PageParameters } from '@bigpanda/monitor-contract';
import type { JobFacts } from './record.ts';

export interface JobSummary {
  /** The id that was asked for; empty when none was. */
  readonly globalJobId: string;
  /** Absent when no schedd told of it. */
  readonly job?: JobFacts;
  /** How PanDA's jobs may name it as their batch id. */
  readonly batchIds: readonly string[];
}

/** One job. */
export function summarise([job]: readonly JobFacts[], { globaljobid = '' }: PageParameters): JobSummary {
  if (job === undefined) return { globalJobId: globaljobid, batchIds: [] };
  const globalJobId = String(job['globaljobid'] ?? globaljobid);
  return { globalJobId, job, batchIds: [`${job['cluster_id'] ?? 0}.${job['proc_id'] ?? 0}`, ...(globalJobId === '' ? [] : [globalJobId])] };
}
