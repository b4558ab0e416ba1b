import type { NewTask, NewTaskDataset } from '@bigpanda/datastore';
import { PandaError } from '@bigpanda/model';
import type { JobParameter, TaskParameters } from './task-parameters.ts';

const defaultMaxAttempt = 3;
const defaultPriority = 1000;

/** Most jobs that one task may become. */
const maxTaskJobs = 100_000;

export interface TaskOwner {
  readonly name: string;
  readonly vo: string | undefined;
}

/**
 * The task that parameters become: its row, and its datasets; the files of the input are what jobs are made for. A task
 * without input has a file for each job. Dataset names alone cannot be looked up here, as this server knows no catalogue
 * of data: input is a list of files (`pfnList`, or `files` of an input).
 * @throws PandaError `TASK_PARAMETERS_INVALID`
 */
export function planTask(parameters: TaskParameters, json: string, owner: TaskOwner): NewTask {
  const work = planWork(parameters);
  const outputs = [...parameters.jobParameters, ...(parameters.log === undefined ? [] : [parameters.log])].flatMap(outputDataset);
  return { parameters: json, datasets: [work, ...outputs], maxAttempt: maxAttempt(parameters), row: taskRow(parameters, owner) };
}

/** How often a job of a task is tried. */
export function maxAttempt({ maxAttempt: wanted, disableAutoRetry }: TaskParameters): number {
  return disableAutoRetry === true || disableAutoRetry === 1 ? 1 : (wanted ?? defaultMaxAttempt);
}

function planWork(parameters: TaskParameters): NewTaskDataset {
  const { pfnList, nFiles, nFilesPerJob } = parameters;
  const input = parameters.jobParameters.find((one) => one.param_type === 'input');
  const listed = pfnList ?? input?.files;
  if (listed !== undefined) return { name: input?.dataset ?? 'pseudo_dataset', type: 'input', lfns: listed.slice(0, nFiles === undefined || nFiles === 0 ? undefined : nFiles) };
  if (input !== undefined) throw invalid(`input dataset "${input.dataset ?? ''}" cannot be resolved: this server has no catalogue of data; give the files as "pfnList", or as "files" of the input`);
  const jobs = parameters.nEvents === undefined ? (nFiles ?? 1) / Math.max(nFilesPerJob ?? 1, 1) : parameters.nEvents / Math.max(parameters.nEventsPerJob ?? 1, 1);
  const jobCount = Math.max(Math.ceil(jobs), 1);
  if (jobCount > maxTaskJobs) throw invalid(`${jobCount} jobs, at most ${maxTaskJobs}`);
  return { name: 'pseudo_dataset', type: 'pseudo_input', lfns: Array.from({ length: jobCount }, (_, index) => `pseudo_lfn_${index + 1}`) };
}

function outputDataset({ param_type: type, dataset }: JobParameter): NewTaskDataset[] {
  return (type === 'output' || type === 'log') && dataset !== undefined ? [{ name: dataset, type, lfns: [] }] : [];
}

function taskRow(parameters: TaskParameters, owner: TaskOwner): NewTask['row'] {
  const priority = parameters.taskPriority ?? parameters.currentPriority ?? defaultPriority;
  return {
    TASKNAME: parameters.taskName.slice(0, 132),
    STATUS: 'registered',
    USERNAME: owner.name.slice(0, 128),
    VO: cut(owner.vo ?? parameters.vo, 16),
    PRODSOURCELABEL: parameters.prodSourceLabel,
    PROCESSINGTYPE: cut(parameters.processingType, 64),
    TASKTYPE: cut(parameters.taskType, 64) ?? 'anal',
    TASKPRIORITY: priority,
    CURRENTPRIORITY: priority,
    ARCHITECTURE: cut(parameters.architecture, 256),
    TRANSUSES: cut(parameters.transUses, 64),
    TRANSHOME: cut(parameters.transHome, 128),
    TRANSPATH: cut(parameters.transPath, 128),
    WORKINGGROUP: cut(parameters.workingGroup, 32),
    SITE: cut(parameters.site, 60),
    CLOUD: cut(parameters.cloud, 10),
    CORECOUNT: parameters.coreCount ?? 1,
    RAMCOUNT: parameters.ramCount ?? null,
    RAMUNIT: cut(parameters.ramUnit, 32),
    SUPERSTATUS: 'running',
  };
}

function cut(text: string | undefined, length: number): string | null {
  return text === undefined ? null : text.slice(0, length);
}

function invalid(fact: string): PandaError {
  return new PandaError('TASK_PARAMETERS_INVALID', `read task parameters: ${fact}`);
}
