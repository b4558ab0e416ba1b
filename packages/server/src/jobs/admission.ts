import { jobAttributes, limitText, type FileSpec, type JobAttribute, type JobAttributes, type JobSpec, type SpecValue } from '@bigpanda/model';
import type { Identity } from '../identity/identity.ts';
import { analysisLabels, userLabels } from './labels.ts';
import { choosePriority } from './priority.ts';
import type { UserNumbers } from './user-numbers.ts';

/** What a submitter may not decide; a submitted value is dropped. */
const serversOwn: readonly JobAttribute[] = ['PandaID', 'jobStatus', 'commandToPilot', 'startTime', 'endTime', 'creationTime', 'modificationTime', 'stateChangeTime', 'pilotID', 'jobSubStatus', 'prodDBUpdateTime'];

/** The label of a job that has none, as in PanDA's schema. */
const defaultLabel = 'managed';

/** What the rules of a submission depend on beside its jobs. */
export interface AdmissionFacts {
  readonly identity: Identity;
  readonly numbers: UserNumbers;
  /** Jobs of the user that have not ended. */
  readonly activeJobs: number;
  /** Name of the machine that sent the request, and of this one. */
  readonly clientHost: string | undefined;
  readonly serverHost: string;
  /** Jobs keep the name of the user that they say, as for anyone without identity and for VO `lsst`. */
  readonly keepsUserName: boolean;
}

/**
 * The jobs that a submission becomes, before it is decided where they run: numbers, owner, priority, attempts, text limits.
 * Source: panda-server 2014-04, TaskBuffer.storeJobs and OraDBProxy.insertNewJob.
 */
export function admitJobs(jobs: readonly JobSpec[], facts: AdmissionFacts): JobSpec[] {
  const buildCount = jobs[0]?.attributes.prodSourceLabel === 'panda' ? 1 : 0;
  const encodedCount = buildCount + ((jobs.length - buildCount) << 1);
  return jobs.map((job, index) => ({
    attributes: admitAttributes(cleanAttributes(job.attributes), { ...facts, index, encodedCount }),
    files: job.files.map(admitFile),
  }));
}

function cleanAttributes(attributes: JobAttributes): JobAttributes {
  const cleaned: Partial<Record<JobAttribute, SpecValue>> = { prodSourceLabel: defaultLabel };
  for (const name of jobAttributes) {
    const value = attributes[name];
    if (value !== undefined && !serversOwn.includes(name)) cleaned[name] = limitText(name, value);
  }
  return cleaned;
}

interface JobFacts extends AdmissionFacts {
  readonly index: number;
  /** How many jobs the submission has, as taskID of users' jobs tells it: builds in the lowest bit. */
  readonly encodedCount: number;
}

function admitAttributes(job: JobAttributes, facts: JobFacts): JobAttributes {
  const { identity, numbers, index } = facts;
  const isUsers = userLabels.has(job.prodSourceLabel);
  const isAnalysis = analysisLabels.has(job.prodSourceLabel);
  const priority = choosePriority(job, { serialNumber: facts.activeJobs + index, offset: 0 });
  const vo = identity.vo ?? job.VO;
  return {
    ...job,
    ...admitOwner(job, facts),
    ...(isAnalysis || job.jobDefinitionID === undefined ? { jobDefinitionID: numbers.jobDefinitionId } : {}),
    ...(isUsers ? { jobsetID: numbers.jobsetId, ...admitAttempts(job) } : {}),
    ...(isAnalysis && (job.taskID === undefined || job.taskID === 0) ? { taskID: facts.encodedCount } : {}),
    ...(vo === undefined ? {} : { VO: vo }),
    ...(job.computingSite === undefined ? {} : { relocationFlag: 1 }),
    ...(facts.clientHost === undefined ? {} : { creationHost: facts.clientHost.slice(0, 128) }),
    modificationHost: facts.serverHost.slice(0, 128),
    jobParameters: job.jobParameters === undefined || job.jobParameters === '' ? ' ' : job.jobParameters,
    assignedPriority: job.assignedPriority ?? priority,
    currentPriority: priority,
  };
}

function admitOwner(job: JobAttributes, { identity, keepsUserName }: JobFacts): JobAttributes {
  const name = keepsUserName ? (job.prodUserName ?? identity.name) : identity.name;
  const isOwner = job.prodUserID === undefined || (analysisLabels.has(job.prodSourceLabel) && !keepsUserName);
  return { prodUserName: String(name).slice(0, 60), prodUserID: isOwner ? (identity.dn ?? name) : (job.prodUserID ?? name) };
}

/** Users' jobs may be tried twice more; -1 forbids it. */
function admitAttempts(job: JobAttributes): JobAttributes {
  const attemptNr = Number(job.attemptNr ?? 0);
  const maxAttempt = Number(job.maxAttempt ?? 0);
  if (maxAttempt === -1) return { attemptNr, maxAttempt: attemptNr };
  return { attemptNr, maxAttempt: maxAttempt <= attemptNr ? attemptNr + 2 : maxAttempt };
}

function admitFile(file: FileSpec): FileSpec {
  const { PandaID: _pandaId, row_ID: _rowId, ...rest } = file;
  return file.status === 'ready' || file.status === 'cached' ? rest : { ...rest, status: 'unknown' };
}
