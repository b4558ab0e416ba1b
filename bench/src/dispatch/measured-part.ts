import type { MeasuredContest } from '../benchmark.ts';
import type { JobCounts } from './job-rows.ts';
import { queues } from './pilot-load.ts';

/** What a part of the bench gives: the seconds of both sides, and what had to hold and did not. */
export interface MeasuredPart extends Pick<MeasuredContest, 'seconds'> {
  readonly failures: readonly string[];
}

/** Tables as a site has them: most jobs have ended, a tenth runs, the rest waits for pilots. */
export function spreadJobs(jobs: number): JobCounts {
  return { ended: 0.6 * jobs, running: 0.1 * jobs, activated: 0.3 * jobs, queues };
}
