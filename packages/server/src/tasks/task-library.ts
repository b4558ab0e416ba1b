import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { findLibrary, insertJobsWithin, insertLibrary, lockJob, readJobs, takeLibraryNumbers, type PandaDatabase, type Tables, type TaskRow } from '@bigpanda/datastore';
import { formatUtcTime, parseUtcTime, type FileSpec, type JobAttributes } from '@bigpanda/model';
import { brokerJobs, type BrokerageView } from '../brokerage/broker-jobs.ts';
import { choosePriority } from '../jobs/priority.ts';
import { prepareJob } from '../jobs/preparation.ts';
import { libraryInput, makeBuildJob } from './build-job.ts';
import { describeTask } from './task-jobs.ts';
import type { TaskParameters } from './task-parameters.ts';

/** How long what was built is used again. Source: panda-jedi, JobGenerator.doGenerateBuild. */
const reuseMilliseconds = 7 * 24 * 3600 * 1000;

/** What the jobs of a task read, and where they must run to read it. */
export interface TaskLibrary {
  readonly input: FileSpec;
  /** Absent while no site can take the build job. */
  readonly computingSite: string | undefined;
  readonly cloud: string | undefined;
  /** The build job that was made now, and why it was sent where. */
  readonly made?: { readonly pandaId: number; readonly words: string };
}

export interface LibraryStep {
  readonly database: Pick<PandaDatabase, 'traits'>;
  readonly transaction: Transaction<Tables>;
  readonly view: BrokerageView;
  readonly time: string;
}

/** The library of a task that has a build step: the one that is made or being made, else a new build job makes one. */
export async function provideLibrary(step: LibraryStep, task: TaskRow, parameters: TaskParameters): Promise<TaskLibrary | undefined> {
  if (parameters.buildSpec === undefined) return undefined;
  return (await useLibrary(step, task.JEDITASKID)) ?? insertBuild(step, task, { ...parameters, buildSpec: parameters.buildSpec });
}

/** The build job is locked, so that it does not end unseen while jobs are made that wait for it. */
async function useLibrary({ database, transaction, time }: LibraryStep, jediTaskId: number): Promise<TaskLibrary | undefined> {
  const found = await findLibrary(transaction, jediTaskId, formatUtcTime(parseUtcTime(time) - reuseMilliseconds));
  if (found === undefined) return undefined;
  const { file, dataset } = found;
  const pandaId = file.PANDAID ?? 0;
  const locked = (await lockJob(transaction, pandaId, database.traits.skipsLockedRows))?.job;
  const build: JobAttributes | undefined = locked ?? (await readJobs({ sql: transaction }, [pandaId], { withArchive: true })).get(pandaId)?.attributes;
  const state = String(build?.jobStatus ?? '');
  if (build === undefined || state === 'failed' || state === 'cancelled' || state === 'closed') return undefined;
  const input = libraryInput({ lfn: file.LFN, dataset, jediTaskID: jediTaskId }, state === 'finished');
  return { input, computingSite: textOf(build.computingSite), cloud: textOf(build.cloud) };
}

async function insertBuild({ transaction, view, time }: LibraryStep, task: TaskRow, parameters: TaskParameters & { readonly buildSpec: NonNullable<TaskParameters['buildSpec']> }): Promise<TaskLibrary> {
  const jediTaskId = task.JEDITASKID;
  const numbers = await takeLibraryNumbers(transaction);
  const made = makeBuildJob({ jediTaskId, parameters, build: parameters.buildSpec, common: describeTask(task, parameters), numbers, time, newGuid: randomUUID });
  const job = { ...made.job, attributes: { ...made.job.attributes, jobName: task.TASKNAME ?? String(jediTaskId), currentPriority: choosePriority(made.job.attributes, { serialNumber: 0, offset: 0 }) } };
  const [brokered = { job }] = brokerJobs([job], view);
  const [pandaId = 0] = await insertJobsWithin(transaction, [prepareJob(brokered.job, { isComing: () => false })], { time });
  await insertLibrary(transaction, { ...numbers, jediTaskId, dataset: String(made.library.dataset), lfn: String(made.library.lfn), pandaId }, time);
  const { computingSite, cloud } = brokered.job.attributes;
  return { input: libraryInput(made.library, false), computingSite: textOf(computingSite), cloud: textOf(cloud), made: { pandaId, words: brokered.words ?? '' } };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
