import { insertDatasetsWithin, type JobDecision } from '@bigpanda/datastore';
import { isFinalJobState, isJobState, mayMove, taskBufferCodes, type FileSpec, type JobAttributes, type JobState } from '@bigpanda/model';
import type { Ending } from './ending.ts';
import { movesOutput } from '../sites/site-places.ts';
import { wantsNextAttempt } from './next-attempt.ts';

/** What a pilot reports. */
export interface Report {
  readonly state: string;
  readonly attemptNr: number | undefined;
  /** What the report says of the job itself. */
  readonly attributes: JobAttributes;
  /** What it says of output files, by lfn. */
  readonly files: readonly FileSpec[];
}

/** What the pilot is told: a command, or why the report was refused; and how the job ended, if it did. */
export interface ReportOutcome {
  readonly command?: string;
  readonly refusal?: string;
  readonly ending?: Ending;
}

/** What a decision over a report depends on beside the job. */
export interface ReportFacts {
  readonly time: string;
  /** The site of each queue, by the names of both; outputs never have to move when absent. */
  readonly sites?: ReadonlyMap<string, string>;
}

/** What becomes of a job that its pilot is done with. */
interface Leaving extends ReportFacts {
  readonly attributes: JobAttributes;
  readonly states: readonly JobState[];
  readonly final: JobState;
}

/**
 * What becomes of a job that a pilot reports on. A final report makes it `holding`, and the Adder's step to the final
 * state follows in the same transaction. A job with the command `tobekilled` ends as `cancelled`; a failed one whose
 * pilot asks for it (a negative error code) is tried again. One that finished and whose outputs have to move to another
 * site is `transferring` until they are there.
 * Source: panda-server 2014-04, OraDBProxy.updateJobStatus and retryJob.
 */
export function decideReport(job: JobAttributes | undefined, report: Report, facts: ReportFacts): JobDecision<ReportOutcome> {
  const current = String(job?.jobStatus ?? '');
  if (job === undefined || isFinalJobState(current) || !isJobState(current)) return { outcome: { command: 'tobekilled' } };
  if (report.attemptNr !== undefined && report.attemptNr !== job.attemptNr) return { outcome: { command: 'badattemptnr' } };
  const states = passStates(current, report.state, job.commandToPilot === 'tobekilled');
  if (states === undefined) return { outcome: { refusal: `a pilot may not move a job from "${current}" to "${report.state}"` } };
  const final = states.at(-1);
  const attributes = { ...report.attributes, ...positiveError(report.attributes) };
  if (final === undefined || !isFinalJobState(final)) {
    return { outcome: job.commandToPilot === undefined ? {} : { command: String(job.commandToPilot) }, change: { attributes, states, files: report.files } };
  }
  return leave(job, report, { ...facts, attributes: { endTime: facts.time, ...attributes }, states, final });
}

/** The pilot is done with the job: its outputs move, or it ends. */
function leave(job: JobAttributes, report: Report, leaving: Leaving): JobDecision<ReportOutcome> {
  const { final, sites = new Map() } = leaving;
  if (final !== 'finished' || !movesOutput(job, sites)) return endReported(job, report, leaving);
  return hasLeft(job) ? { outcome: {} } : beginTransfer(job, report, leaving);
}

/** The job ends as it was reported, or is tried again. */
function endReported(job: JobAttributes, { attributes: { pilotErrorCode = 0 }, files }: Report, { attributes, states, final }: Leaving): JobDecision<ReportOutcome> {
  const isRetried = final === 'failed' && wantsNextAttempt(job, Number(pilotErrorCode));
  const retried: JobAttributes = isRetried ? { taskBufferErrorCode: taskBufferCodes.pilotRetried, taskBufferErrorDiag: 'retried by the server, as the pilot asked' } : {};
  return {
    outcome: { ending: { pandaId: Number(job.PandaID), state: final, isRetried } },
    change: { attributes: { ...attributes, ...retried }, states, files },
  };
}

/** Whether the pilot is done with a job, whose outputs still move. */
export function hasLeft({ jobStatus, endTime }: JobAttributes): boolean {
  return jobStatus === 'transferring' && endTime !== undefined;
}

/** The outputs of a job move: their dataset is noted, so that whoever brings data finds it. */
function beginTransfer({ destinationDBlock }: JobAttributes, { files }: Report, { attributes, states, time }: Leaving): JobDecision<ReportOutcome> {
  return {
    outcome: {},
    change: { attributes, states: [...states.slice(0, -1), 'transferring'], files: files.map((file) => ({ ...file, status: 'transferring' })) },
    ...(destinationDBlock === undefined ? {} : { follow: (transaction) => insertDatasetsWithin(transaction, [{ name: String(destinationDBlock), type: 'output', status: 'defined', fileCount: 0 }], time) }),
  };
}

/** An error code is kept as positive, whatever the pilot asks with its sign. */
function positiveError({ pilotErrorCode }: JobAttributes): JobAttributes {
  return pilotErrorCode === undefined ? {} : { pilotErrorCode: Math.abs(Number(pilotErrorCode)) };
}

/** The states a report makes a job pass, none when it repeats the state; `undefined` when the report is not allowed. */
function passStates(from: JobState, reported: string, isKilled: boolean): JobState[] | undefined {
  if (reported !== 'finished' && reported !== 'failed' && reported !== 'cancelled') {
    if (!isJobState(reported) || !mayMove({ from, to: reported, by: 'pilot' })) return undefined;
    return reported === from || (from === 'holding' && reported === 'transferring') ? [] : [reported];
  }
  const final = isKilled || reported === 'cancelled' ? 'cancelled' : reported;
  if (!mayMove({ from, to: 'holding', by: 'pilot' }) || !mayMove({ from: 'holding', to: final, by: 'adder' })) return undefined;
  return from === 'holding' ? [final] : ['holding', final];
}
