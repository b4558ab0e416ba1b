import type { TaskFileRow, TaskRow } from '@bigpanda/datastore';
import type { FileSpec, JobAttribute, JobSpec, SpecValue } from '@bigpanda/model';
import { maxAttempt } from './task-plan.ts';
import type { TaskLibrary } from './task-library.ts';
import type { JobParameter, TaskParameters } from './task-parameters.ts';

/** Where pilots find the script that runs a command, when a task names none. Source: panda-client, PrunScript.py. */
const defaultTransformation = 'http://pandaserver.cern.ch:25080/trf/user/runGen-00-00-02';

/** What the jobs of a task are made from. */
export interface TaskWork {
  readonly task: TaskRow;
  readonly parameters: TaskParameters;
  /** Ready files of its work, in order; each group becomes a job. */
  readonly files: readonly TaskFileRow[];
  /** Number of the first job made now; 1 for a new task. */
  readonly firstSerial: number;
  readonly newGuid: () => string;
  /** What they read of a build job, and where. */
  readonly library: Pick<TaskLibrary, 'input' | 'computingSite' | 'cloud'> | undefined;
}

/** A job of a task and the files it is made for. */
export interface TaskJob {
  readonly job: JobSpec;
  readonly fileIds: readonly number[];
}

/** The jobs that the ready files of a task become. Source of the words in templates: panda-jedi, JediTaskSpec and JobGenerator. */
export function makeTaskJobs(work: TaskWork): TaskJob[] {
  const perJob = work.files[0]?.TYPE === 'pseudo_input' ? 1 : Math.max(work.parameters.nFilesPerJob ?? 1, 1);
  const groups = Array.from({ length: Math.ceil(work.files.length / perJob) }, (_, index) => work.files.slice(index * perJob, (index + 1) * perJob));
  return groups.map((group, index) => ({ job: makeJob(work, group, work.firstSerial + index), fileIds: group.map((file) => file.FILEID) }));
}

function makeJob({ task, parameters, newGuid, library }: TaskWork, group: readonly TaskFileRow[], serial: number): JobSpec {
  const outputs = [...parameters.jobParameters.filter((one) => one.param_type === 'output'), ...(parameters.log === undefined ? [] : [parameters.log])]
    .map((template) => outputFile(template, { task, serial, newGuid }));
  return {
    attributes: {
      ...describeTask(task, parameters),
      jobName: `${task.TASKNAME ?? task.JEDITASKID}.${serial}`.slice(-256),
      ...setOnly({ computingSite: library?.computingSite, cloud: library?.cloud, relocationFlag: (library?.computingSite ?? namedSite(parameters)) === undefined ? undefined : 1 }),
      jobParameters: renderParameters(parameters, { task, serial, inputs: group.map((file) => file.LFN) }).replaceAll('${LIB}', String(library?.input.lfn ?? '')),
      destinationDBlock: String(outputs[0]?.dataset ?? ''),
    },
    files: [...group.map((file) => inputFile(file)), ...(library === undefined ? [] : [library.input]), ...outputs],
  };
}

/** What the jobs of a task have in common. */
export function describeTask(task: TaskRow, parameters: TaskParameters): JobSpec['attributes'] {
  return {
    lockedby: 'jedi',
    jediTaskID: task.JEDITASKID,
    taskID: task.JEDITASKID,
    reqID: task.JEDITASKID,
    jobsetID: task.JEDITASKID,
    jobDefinitionID: task.JEDITASKID,
    processingType: 'task',
    prodUserName: task.USERNAME.slice(0, 60),
    prodUserID: task.USERNAME,
    homepackage: 'NULL',
    transformation: defaultTransformation,
    attemptNr: 1,
    maxAttempt: maxAttempt(parameters),
    coreCount: task.CORECOUNT ?? 1,
    ...setOnly(describeRow(task)),
    ...setOnly(describeNeeds(task, parameters)),
  };
}

function describeRow(task: TaskRow): Partial<Record<JobAttribute, SpecValue | null>> {
  return {
    prodSourceLabel: task.PRODSOURCELABEL,
    processingType: task.PROCESSINGTYPE,
    transformation: task.TRANSPATH,
    homepackage: task.TRANSHOME,
    AtlasRelease: task.TRANSUSES,
    cmtConfig: task.ARCHITECTURE?.slice(0, 250) ?? null,
    currentPriority: task.CURRENTPRIORITY,
    assignedPriority: task.TASKPRIORITY,
    VO: task.VO,
    workingGroup: task.WORKINGGROUP?.slice(0, 20) ?? null,
  };
}

function describeNeeds({ RAMCOUNT: ramCount }: TaskRow, { site, includedSite, cloud, maxWalltime, container_name: containerName }: TaskParameters): Partial<Record<JobAttribute, SpecValue | undefined>> {
  const seconds = maxWalltime === undefined ? undefined : maxWalltime * 3600;
  return {
    computingSite: namedSite({ site, includedSite }),
    cloud,
    minRamCount: ramCount ?? undefined,
    minRamUnit: ramCount === null ? undefined : 'MB',
    maxWalltime: seconds,
    maxCpuCount: seconds,
    container_name: containerName,
  };
}

/** The one site that a task names. */
function namedSite({ site, includedSite }: Pick<TaskParameters, 'site' | 'includedSite'>): string | undefined {
  return site ?? (includedSite?.length === 1 ? includedSite[0] : undefined);
}

function setOnly(attributes: Partial<Record<JobAttribute, SpecValue | null | undefined>>): JobSpec['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

interface Rendering {
  readonly task: TaskRow;
  readonly serial: number;
}

function renderParameters(parameters: TaskParameters, { task, serial, inputs }: Rendering & { readonly inputs: readonly string[] }): string {
  const text = parameters.jobParameters
    .filter((one) => one.hidden !== true)
    .map((one) => `${one.value}${one.padding === false ? '' : ' '}`)
    .join('');
  const rendered = replaceWords(text, { task, serial }).replaceAll('${SURL}', parameters.sourceURL ?? '');
  return rendered
    .replaceAll(/\$\{IN\/T\}/g, `[${inputs.map((lfn) => `'${lfn}'`).join(', ')}]`)
    .replaceAll(/\$\{IN(\/L)?\}/g, inputs.join(','))
    .trim();
}

/** Serial numbers have six digits, as in panda-jedi. */
function replaceWords(text: string, { task, serial }: Rendering): string {
  return text
    .replaceAll(/\$\{SN(\/P)?\}/g, String(serial).padStart(6, '0'))
    .replaceAll(/\$\{(RNDMSEED|SEQNUMBER)(:\d+)?\}/g, String(serial))
    .replaceAll(/\$\{?JEDITASKID\}?/g, String(task.JEDITASKID));
}

function outputFile(template: JobParameter, { task, serial, newGuid }: Rendering & { readonly newGuid: () => string }): FileSpec {
  const dataset = (template.dataset ?? `${task.TASKNAME ?? ''}/`).replace(/\/$/, '').slice(0, 255);
  return {
    lfn: replaceWords(template.value, { task, serial }).slice(-256),
    type: template.param_type === 'log' ? 'log' : 'output',
    dataset,
    destinationDBlock: dataset,
    jediTaskID: task.JEDITASKID,
    ...(template.token === undefined ? {} : { destinationDBlockToken: template.token }),
    ...(template.destination === undefined ? {} : { destinationSE: template.destination }),
    ...(template.param_type === 'log' ? { GUID: newGuid() } : {}),
  };
}

function inputFile(file: TaskFileRow): FileSpec {
  return { lfn: file.LFN, type: file.TYPE, status: 'ready', jediTaskID: file.JEDITASKID, datasetID: file.DATASETID, fileID: file.FILEID, attemptNr: (file.ATTEMPTNR ?? 0) + 1 };
}
