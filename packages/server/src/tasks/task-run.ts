import { randomUUID } from 'node:crypto';
import { applyTaskChange, insertJobsWithin, lockTask, readTaskFiles, readTaskParameters as readParametersText, setTaskFiles, type PandaDatabase, type TaskRow } from '@bigpanda/datastore';
import { isFinalTaskState, type FileSpec } from '@bigpanda/model';
import { brokerJobs, logBrokerage, viewSites } from '../brokerage/broker-jobs.ts';
import { choosePriority } from '../jobs/priority.ts';
import { prepareJob } from '../jobs/preparation.ts';
import { makeTaskJobs } from './task-jobs.ts';
import { provideLibrary, type LibraryStep } from './task-library.ts';
import { readTaskParameters, type TaskParameters } from './task-parameters.ts';

/** Jobs made in one transaction, so that others do not wait long. */
const jobsPerStep = 200;

/** States of a task whose jobs are made. */
const makesJobs: readonly string[] = ['registered', 'defined', 'ready', 'running', 'scouting'];

/**
 * Makes the jobs of a task that are not made yet, step by step; can be broken off and done again at any point, and by
 * two servers at once: a file has a job, or it has none.
 * @returns how many jobs were made
 */
export async function runTask(database: PandaDatabase, jediTaskId: number, time: string): Promise<number> {
  let made = 0;
  for (;;) {
    const step = await makeJobs(database, jediTaskId, time);
    made += step;
    if (step === 0) return made;
  }
}

interface ExplainedJob {
  readonly pandaId: number;
  readonly user: string;
  readonly words: string;
}

async function makeJobs(database: PandaDatabase, jediTaskId: number, time: string): Promise<number> {
  const text = await readParametersText(database, jediTaskId);
  if (text === undefined) return 0;
  const parameters = readTaskParameters(JSON.parse(text));
  const view = await viewSites(database);
  const explained = await database.write(async (transaction) => {
    const task = await lockTask(transaction, jediTaskId, database.traits.skipsLockedRows);
    if (task === undefined || isFinalTaskState(task.STATUS) || !makesJobs.includes(task.STATUS)) return [];
    return makeStep({ database, transaction, view, time }, task, parameters);
  });
  await logBrokerage(database, explained.filter(({ words }) => words !== ''), time);
  return explained.length;
}

/** The build job where there is a build step, and jobs for some of the files that have none. */
async function makeStep(step: LibraryStep, task: TaskRow, parameters: TaskParameters): Promise<ExplainedJob[]> {
  const { transaction, view, time } = step;
  const all = await readTaskFiles({ sql: transaction }, task.JEDITASKID);
  const ready = all.filter((file) => file.STATUS === 'ready');
  if (ready.length === 0) return [];
  const perJob = ready[0]?.TYPE === 'pseudo_input' ? 1 : Math.max(parameters.nFilesPerJob ?? 1, 1);
  const begun = Math.ceil((all.length - ready.length) / perJob);
  const library = await provideLibrary(step, task, parameters);
  const built = library?.made === undefined ? [] : [{ ...library.made, user: task.USERNAME }];
  if (library !== undefined && library.computingSite === undefined) return built;
  const planned = makeTaskJobs({ task, parameters, files: ready.slice(0, jobsPerStep * perJob), firstSerial: begun + 1, newGuid: randomUUID, library });
  const brokered = brokerJobs(planned.map(({ job }) => ({ ...job, attributes: { ...job.attributes, currentPriority: choosePriority(job.attributes, { serialNumber: 0, offset: 0 }) } })), view);
  const isComing = ({ lfn }: FileSpec): boolean => lfn !== undefined && lfn === library?.input.lfn;
  const pandaIds = await insertJobsWithin(transaction, brokered.map(({ job }) => prepareJob(job, { isComing })), { time });
  for (const [index, pandaId] of pandaIds.entries()) await setTaskFiles(transaction, task.JEDITASKID, { fileIds: planned[index]?.fileIds ?? [], STATUS: 'running', PANDAID: pandaId });
  if (task.STATUS !== 'running') await applyTaskChange(transaction, task, { change: { STATUS: 'running', STARTTIME: task.STARTTIME ?? time }, time });
  return [...built, ...pandaIds.map((pandaId, index) => ({ pandaId, user: task.USERNAME, words: brokered[index]?.words ?? '' }))];
}
