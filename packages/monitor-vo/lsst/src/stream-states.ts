import { isFinalJobState } from '@bigpanda/model';

/** A job of a stream: enough to tell how far the stream is. */
export interface StreamJob {
  readonly pandaId: number;
  readonly state: string;
}

/**
 * How far a stream is, given all its jobs: `finished` when one of them is; else the state of its newest job that is not over;
 * else that of the newest one.
 */
export function stateOfStream(jobs: readonly StreamJob[]): string {
  if (jobs.some((job) => job.state === 'finished')) return 'finished';
  const newest = jobs.toSorted((left, right) => right.pandaId - left.pandaId);
  return (newest.find((job) => !isFinalJobState(job.state)) ?? newest[0])?.state ?? 'unknown';
}
