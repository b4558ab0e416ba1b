import { readyFileStates } from '@bigpanda/datastore';
import type { FileSpec, JobSpec, JobState } from '@bigpanda/model';
import { analysisLabels } from './labels.ts';

/** A job whose inputs are looked after, and the states it passes. */
export interface PreparedJob {
  readonly job: JobSpec;
  readonly states: readonly JobState[];
}

/** What is known when a job is prepared. */
export interface Surroundings {
  /** Whether a file will be made by a job that has not ended. */
  readonly isComing: (file: FileSpec) => boolean;
}

/**
 * What a job waits for. Input that another job is making: `defined` until it is there. Input of production jobs is
 * brought to the site as a dispatch dataset: `assigned` until whoever brings it says it is there. Input of users' jobs is
 * read where it lies, as their site was chosen for it. Without anything to wait for: `activated`; a job without input,
 * or without output, is one like any other. A job without a site stays `defined`.
 * Source: panda-server 2014-04, Setupper and TaskBuffer.updateJobs.
 */
export function prepareJob(job: JobSpec, { isComing }: Surroundings): PreparedJob {
  const isAnalysis = analysisLabels.has(job.attributes.prodSourceLabel);
  const files = job.files.map((file) => (file.type === 'input' ? prepareInput(job, file, { isAnalysis, isComing: isComing(file) }) : file));
  const missing = files.filter((file) => file.type === 'input' && !readyFileStates.includes(String(file.status)));
  const dispatchDBlock = missing.find((file) => file.dispatchDBlock !== undefined)?.dispatchDBlock;
  return {
    job: { attributes: dispatchDBlock === undefined ? job.attributes : { ...job.attributes, dispatchDBlock }, files },
    states: [...statesAfterSubmission(job, missing)],
  };
}

function statesAfterSubmission(job: JobSpec, missing: readonly FileSpec[]): readonly JobState[] {
  const { computingSite } = job.attributes;
  if (computingSite === undefined || computingSite === '') return ['defined'];
  if (missing.length === 0) return ['defined', 'activated'];
  return missing.some((file) => file.dispatchDBlock === undefined) ? ['defined'] : ['defined', 'assigned'];
}

function prepareInput(job: JobSpec, file: FileSpec, { isAnalysis, isComing }: { readonly isAnalysis: boolean; readonly isComing: boolean }): FileSpec {
  if (readyFileStates.includes(String(file.status))) return file;
  if (isComing) return { ...file, status: 'pending' };
  if (isAnalysis || (file.prodDBlock === undefined && file.dispatchDBlock === undefined)) return { ...file, status: 'ready' };
  return { ...file, status: 'unknown', dispatchDBlock: file.dispatchDBlock ?? `${file.prodDBlock}_dis${job.attributes.jobDefinitionID ?? 0}`.slice(-255) };
}
