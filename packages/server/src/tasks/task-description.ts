import { findJobs, readFiles, readJobs, readTask, readTaskDatasets, readTaskFiles, readTaskParameters, sumTaskFiles, type PandaDatabase, type TaskRow } from '@bigpanda/datastore';
import { isFinalJobState, jobAttributes, type PlainValue } from '@bigpanda/model';

const maxJobs = 10_000;

/** Names of columns as tasks' attributes are written. Source: panda-jedi, `JediTaskSpec.py`; others are the column in lower case. */
const attributeNames: Readonly<Record<string, string>> = {
  JEDITASKID: 'jediTaskID', REQID: 'reqID', TASKNAME: 'taskName', STATUS: 'status', USERNAME: 'userName', CREATIONDATE: 'creationDate', MODIFICATIONTIME: 'modificationTime',
  STARTTIME: 'startTime', ENDTIME: 'endTime', PRODSOURCELABEL: 'prodSourceLabel', WORKINGGROUP: 'workingGroup', CORECOUNT: 'coreCount', TASKTYPE: 'taskType',
  PROCESSINGTYPE: 'processingType', TASKPRIORITY: 'taskPriority', CURRENTPRIORITY: 'currentPriority', TRANSUSES: 'transUses', TRANSHOME: 'transHome', TRANSPATH: 'transPath',
  SPLITRULE: 'splitRule', RAMCOUNT: 'ramCount', RAMUNIT: 'ramUnit', ERRORDIALOG: 'errorDialog', STATECHANGETIME: 'stateChangeTime', OLDSTATUS: 'oldStatus', SUPERSTATUS: 'superStatus',
};

/** A task as clients read it. */
export function plainTask(task: TaskRow): { readonly [name: string]: PlainValue } {
  return Object.fromEntries(Object.entries(task).map(([column, value]): [string, PlainValue] => [attributeNames[column] ?? column.toLowerCase(), value]));
}

/** Tasks with how far the files of their work are, as pbook of panda-client 2.0.2 shows them. Source: panda-server, `get_task_details_json`. */
export async function describeProgress(database: PandaDatabase, tasks: readonly TaskRow[]): Promise<{ readonly [name: string]: PlainValue }[]> {
  const sums = await sumTaskFiles(database, tasks.map((task) => task.JEDITASKID));
  return tasks.map((task) => {
    const { files, finished, failed } = sums.get(task.JEDITASKID) ?? { files: 0, finished: 0, failed: 0 };
    const percent = (count: number): number => (files === 0 ? 0 : Math.round((100 * count) / files));
    return { ...plainTask(task), nFiles: files, nFilesFinished: finished, nFilesFailed: failed, nFilesMissing: 0, pctFinished: percent(finished), pctFailed: percent(failed) };
  });
}

/** A task with its progress and the parameters that it was made with; `null` for an unknown one. */
export async function describeWhole(database: PandaDatabase, jediTaskId: number): Promise<PlainValue> {
  const task = await readTask(database, jediTaskId);
  if (task === undefined) return null;
  const [described] = await describeProgress(database, [task]);
  const parameters = await readParameters(database, jediTaskId);
  return { ...described, task_creation_arguments: commandLineOf(parameters), raw_task_params: parameters };
}

/** A task with the names of its datasets, as pbook reads it; `null` for an unknown one. */
export async function describeTask(database: PandaDatabase, jediTaskId: number, { withParameters }: { readonly withParameters: boolean }): Promise<PlainValue> {
  const task = await readTask(database, jediTaskId);
  if (task === undefined) return null;
  const datasets = await readTaskDatasets(database, jediTaskId);
  const names = (types: readonly string[]): string => [...new Set(datasets.filter(({ TYPE }) => types.includes(TYPE)).map(({ DATASETNAME }) => DATASETNAME))].join(',');
  const work = datasets.find(({ TYPE }) => TYPE === 'input' || TYPE === 'pseudo_input');
  const jobs = withParameters ? await findJobs(database, { jediTaskId }, maxJobs) : [];
  return {
    ...plainTask(task),
    inDS: names(['input']),
    outDS: names(['output']),
    logDS: names(['log']),
    statistics: `total*${work?.NFILES ?? 0},finished*${work?.NFILESFINISHED ?? 0},failed*${work?.NFILESFAILED ?? 0}`,
    PandaID: jobs.map((job) => Number(job.PandaID)),
    mergePandaID: [],
    mergeStatus: null,
    cliParams: withParameters ? await readCommandLine(database, jediTaskId) : null,
  };
}

/** Datasets of a task of some types, each with its files. */
export async function listDatasets(database: PandaDatabase, jediTaskId: number, types: readonly string[]): Promise<PlainValue> {
  const datasets = (await readTaskDatasets(database, jediTaskId)).filter(({ TYPE }) => types.includes(TYPE));
  const files = types.length === 0 ? [] : await readTaskFiles(database, jediTaskId, { types });
  return datasets.map((dataset) => ({
    dataset: { name: dataset.DATASETNAME, id: dataset.DATASETID, type: dataset.TYPE, status: dataset.STATUS },
    files: files.filter((file) => file.DATASETID === dataset.DATASETID).map((file) => ({ lfn: file.LFN, id: file.FILEID, status: file.STATUS, attemptNr: file.ATTEMPTNR, maxAttempt: file.MAXATTEMPT, PandaID: file.PANDAID })),
  }));
}

/** What the finished jobs of a task reported: outputs and metadata. */
export async function listJobMetadata(database: PandaDatabase, jediTaskId: number): Promise<PlainValue> {
  const finished = await findJobs(database, { jediTaskId, states: ['finished'] }, maxJobs);
  const ids = finished.map((job) => Number(job.PandaID));
  const jobs = await readJobs(database, ids, { withArchive: true });
  const files = ids.length === 0 ? new Map<number, []>() : await readFiles(database.sql, ids);
  return ids.map((id) => ({
    PandaID: id,
    outputs: (files.get(id) ?? []).filter((file) => file.type === 'output').map((file) => String(file.lfn)),
    metadata: jobs.get(id)?.attributes.metadata ?? null,
  }));
}

/** The jobs of a task, or only those that ended without finishing. */
export async function listTaskJobs(database: PandaDatabase, jediTaskId: number, { onlyUnsuccessful }: { readonly onlyUnsuccessful: boolean }): Promise<PlainValue> {
  const jobs = await findJobs(database, { jediTaskId, ...(onlyUnsuccessful ? { states: ['failed', 'cancelled', 'closed'] } : {}) }, maxJobs);
  return jobs.map((job) => ({ ...Object.fromEntries(jobAttributes.map((name) => [name, job[name] ?? null])), hasEnded: isFinalJobState(String(job.jobStatus)) }));
}

async function readCommandLine(database: PandaDatabase, jediTaskId: number): Promise<string | null> {
  return commandLineOf(await readParameters(database, jediTaskId));
}

async function readParameters(database: PandaDatabase, jediTaskId: number): Promise<PlainValue> {
  return JSON.parse((await readTaskParameters(database, jediTaskId)) ?? '{}') as PlainValue;
}

function commandLineOf(parameters: PlainValue): string | null {
  return typeof parameters === 'object' && parameters !== null && 'cliParams' in parameters && typeof parameters.cliParams === 'string' ? parameters.cliParams : null;
}
