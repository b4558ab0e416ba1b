import type { JobDecision } from '@bigpanda/datastore';
import { isFinalJobState, isJobState, mayMove, type FileSpec, type JobAttributes, type JobState } from '@bigpanda/model';

/** What a pilot reports. */
export interface Report {
  readonly state: string;
  readonly attemptNr: number | undefined;
  /** What the report says of the job itself. */
  readonly attributes: JobAttributes;
  /** What it says of output files, by lfn. */
  readonly files: readonly FileSpec[];
}

/** What the pilot is told: a command, or why the report was refused. */
export interface ReportOutcome {
  readonly command?: string;
  readonly refusal?: string;
}

/**
 * What becomes of a job that a pilot reports on. A final report makes it `holding`; as there is no separate Adder yet,
 * the Adder's step to the final state follows at once. A job with the command `tobekilled` ends as `cancelled`.
 * Source of the commands: panda-server 2014-04, OraDBProxy.updateJobStatus.
 */
export function decideReport(job: JobAttributes | undefined, report: Report, time: string): JobDecision<ReportOutcome> {
  const current = String(job?.jobStatus ?? '');
  if (job === undefined || isFinalJobState(current) || !isJobState(current)) return { outcome: { command: 'tobekilled' } };
  if (report.attemptNr !== undefined && report.attemptNr !== job.attemptNr) return { outcome: { command: 'badattemptnr' } };
  const states = passStates(current, report.state, job.commandToPilot === 'tobekilled');
  if (states === undefined) return { outcome: { refusal: `a pilot may not move a job from "${current}" to "${report.state}"` } };
  const ends = states.some(isFinalJobState);
  return {
    outcome: job.commandToPilot === undefined || ends ? {} : { command: String(job.commandToPilot) },
    change: { attributes: { ...(ends ? { endTime: time } : {}), ...report.attributes }, states, files: report.files },
  };
}

/** The states a report makes a job pass, none when it repeats the state; `undefined` when the report is not allowed. */
function passStates(from: JobState, reported: string, isKilled: boolean): JobState[] | undefined {
  if (reported !== 'finished' && reported !== 'failed') {
    if (!isJobState(reported) || !mayMove({ from, to: reported, by: 'pilot' })) return undefined;
    return reported === from ? [] : [reported];
  }
  const final = isKilled ? 'cancelled' : reported;
  if (!mayMove({ from, to: 'holding', by: 'pilot' }) || !mayMove({ from: 'holding', to: final, by: 'adder' })) return undefined;
  return from === 'holding' ? [final] : ['holding', final];
}
