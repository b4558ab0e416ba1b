import type { StateTones } from '@bigpanda/monitor-contract';

/** Words for JobStatus, by its number. Source: HTCondor manual, "Job ClassAd Attributes", JobStatus. */
const words: Readonly<Record<number, string>> = { 1: 'idle', 2: 'running', 3: 'removed', 4: 'completed', 5: 'held', 6: 'transferring output', 7: 'suspended' };

/** What a job is called that its schedd no longer tells of, though it was not over when it last did. */
export const goneStatus = 'left the queue';

/** Every status that a page may show, in the order of a job's life. */
export const statuses: readonly string[] = ['idle', 'running', 'suspended', 'held', 'transferring output', 'completed', 'removed', goneStatus];

/** Job states of PanDA whose colours the statuses take. */
export const statusTones: StateTones = { idle: 'activated', suspended: 'throttled', held: 'failed', 'transferring output': 'transferring', completed: 'finished', removed: 'cancelled', [goneStatus]: 'closed' };

/** The word for a JobStatus; `unknown` for a number that HTCondor does not have. */
export function nameStatus(jobStatus: number | null): string {
  return words[jobStatus ?? 0] ?? 'unknown';
}
