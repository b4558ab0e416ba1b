import { taskBufferCodes, type FileSpec, type JobAttribute, type JobAttributes, type JobSpec } from '@bigpanda/model';
import { analysisLabels, userLabels } from './labels.ts';

/** Codes with which a pilot asks for another try, though positive. Source: panda-server 2014-04, OraDBProxy.retryJob. */
const retriedPilotCodes: readonly number[] = [1200, 1201, 1213];

/** Results of an attempt, which the next one begins without. */
export const attemptResults: readonly JobAttribute[] = [
  'startTime', 'endTime', 'pilotID', 'schedulerID', 'modificationHost', 'batchID', 'jobMetrics', 'jobSubStatus', 'commandToPilot', 'transExitCode',
  'pilotErrorCode', 'pilotErrorDiag', 'exeErrorCode', 'exeErrorDiag', 'supErrorCode', 'supErrorDiag', 'ddmErrorCode', 'ddmErrorDiag', 'jobDispatcherErrorCode',
  'jobDispatcherErrorDiag', 'taskBufferErrorCode', 'taskBufferErrorDiag', 'cpuConsumptionTime', 'pilotTiming', 'computingElement', 'actualCoreCount', 'metadata',
];

/** How much less urgent another try is. Source: as above. */
const priorityLoss = 10;

/**
 * Whether a job that failed is tried again as a new job, by what its pilot reported. Jobs of tasks are, as often as their
 * task says; build jobs are not, as others wait for the names of their outputs. Source: panda-server 2014-04, OraDBProxy.retryJob.
 */
export function wantsNextAttempt(job: JobAttributes, pilotErrorCode: number): boolean {
  const attemptNr = Number(job.attemptNr ?? 0);
  if (job.commandToPilot === 'tobekilled' || isProbe(job) || isRetried(job)) return false;
  if (job.lockedby === 'jedi') return Number(job.maxAttempt ?? 0) > attemptNr;
  if (job.prodSourceLabel === 'panda') return false;
  if (userLabels.has(job.prodSourceLabel) && pilotErrorCode < 0) return Number(job.maxAttempt ?? 0) > attemptNr;
  return analysisLabels.has(job.prodSourceLabel) && retriedPilotCodes.includes(pilotErrorCode) && attemptNr < 2;
}

/** Whether a job only tries out a site; such a job is never tried again. */
export function isProbe(job: JobAttributes): boolean {
  return /^(gangarobot|hammercloud)/.test(String(job.processingType ?? '')) || /ITB/.test(String(job.computingSite ?? ''));
}

function isRetried(job: JobAttributes): boolean {
  const { reassigned, retried, pilotRetried } = taskBufferCodes;
  return [reassigned, retried, pilotRetried].some((code) => code === job.taskBufferErrorCode);
}

/**
 * The next attempt of a job as a new job: its outputs and log are named anew, `<lfn>.<attempt>`, in its parameters too.
 * @param newGuid makes the log's GUID
 */
export function nextAttempt(job: JobSpec, newGuid: () => string): JobSpec {
  const attemptNr = Number(job.attributes.attemptNr ?? 0) + 1;
  const files = job.files.map((file) => renameOutput(file, attemptNr, newGuid));
  const attributes = Object.fromEntries(Object.entries(job.attributes).filter(([name]) => !attemptResults.some((result) => result === name)));
  return {
    attributes: {
      ...attributes,
      attemptNr,
      parentID: job.attributes.PandaID ?? 0,
      currentPriority: Number(job.attributes.currentPriority ?? 0) - priorityLoss,
      jobParameters: renameInText(String(job.attributes.jobParameters ?? ' '), job.files, files),
    },
    files,
  };
}

/** An output or log with the name it has in an attempt; others as they are. */
export function renameOutput(file: FileSpec, attemptNr: number, newGuid: () => string): FileSpec {
  const { PandaID: _pandaId, row_ID: _rowId, ...rest } = file;
  if (file.type !== 'output' && file.type !== 'log') return rest;
  const lfn = `${String(file.lfn).replace(/\.\d+$/, '')}.${attemptNr}`;
  return { ...rest, lfn, status: 'unknown', ...(file.type === 'log' ? { GUID: newGuid() } : {}) };
}

/** A text in which the old names of files stand as the new ones. */
export function renameInText(text: string, before: readonly FileSpec[], after: readonly FileSpec[]): string {
  return before.reduce((renamed, file, index) => {
    const [old, name] = [String(file.lfn ?? ''), String(after[index]?.lfn ?? '')];
    return old === '' || old === name ? renamed : renamed.replaceAll(old, name);
  }, text);
}
