import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import {
  applyJobChange, countMissingInputs, findJobsWaitingFor, insertJobsWithin, lockJob, markInputsReady, noteRetry, readFiles, readJobs, setFileStates, type PandaDatabase, type Tables,
} from '@bigpanda/datastore';
import { isFinalJobState, taskBufferCodes, type FileSpec, type JobState } from '@bigpanda/model';
import { noteTaskJobEnd } from '../tasks/task-progress.ts';
import { nextAttempt } from './next-attempt.ts';

/** How a job ended. */
export interface Ending {
  readonly pandaId: number;
  readonly state: JobState;
  /** Another attempt of it is made. */
  readonly isRetried: boolean;
}

/** What the steps of an ending work with. */
export interface EndingStep {
  readonly database: Pick<PandaDatabase, 'traits'>;
  readonly transaction: Transaction<Tables>;
  readonly time: string;
}

const outputTypes = ['output', 'log'];

/**
 * The Adder: what follows from the end of a job, in the transaction that ends it. Its outputs are ready, and jobs that
 * wait for them go on; or they are not, and jobs that wait for them are cancelled, unless the job is tried again. Its
 * task counts it. Source: panda-server 2014-04, AdderGen and OraDBProxy.archiveJob.
 */
export async function followEnding(step: EndingStep, ending: Ending): Promise<void> {
  const { transaction, time } = step;
  const files = (await readFiles(transaction, [ending.pandaId])).get(ending.pandaId) ?? [];
  const outputs = files.filter((file) => file.type === 'output' || file.type === 'log');
  await setFileStates(transaction, ending.pandaId, { types: outputTypes, status: ending.state === 'finished' ? 'ready' : 'failed', time });
  const newPandaId = ending.isRetried ? await insertNextAttempt(step, ending.pandaId) : undefined;
  if (ending.state === 'finished') await releaseWaiting(step, outputs);
  else if (newPandaId === undefined) await cancelWaiting(step, outputs, ending.pandaId);
  await noteTaskJobEnd(step, { ...ending, newPandaId, files });
}

/** Makes the next attempt of a job, which may run at once; its PandaID. */
export async function insertNextAttempt({ transaction, time }: EndingStep, pandaId: number): Promise<number | undefined> {
  const job = (await readJobs({ sql: transaction }, [pandaId])).get(pandaId);
  if (job === undefined) return undefined;
  const [newPandaId] = await insertJobsWithin(transaction, [{ job: nextAttempt(job, randomUUID), states: ['activated'] }], { time });
  if (newPandaId !== undefined) await noteRetry(transaction, { jediTaskId: Number(job.attributes.jediTaskID ?? 0), oldPandaId: pandaId, newPandaId }, time);
  return newPandaId;
}

async function releaseWaiting(step: EndingStep, outputs: readonly FileSpec[]): Promise<void> {
  for (const [dataset, files] of byDataset(outputs)) {
    const pandaIds = await markInputsReady(step.transaction, { column: 'DATASET', value: dataset, lfns: files.map((file) => String(file.lfn)) }, step.time);
    for (const pandaId of pandaIds) await activateWhenReady(step, pandaId);
  }
}

/** Lets a job that waits for input run when all of it is there. */
export async function activateWhenReady({ database, transaction, time }: EndingStep, pandaId: number): Promise<boolean> {
  const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
  const isWaiting = found !== undefined && ['defined', 'assigned', 'waiting'].includes(String(found.job.jobStatus)) && found.job.computingSite !== undefined;
  if (!isWaiting || (await countMissingInputs(transaction, pandaId)) > 0) return false;
  await applyJobChange(transaction, { found, time, change: { attributes: {}, states: ['activated'], files: [] } });
  return true;
}

/** Cancels jobs that wait for what will never be. */
async function cancelWaiting(step: EndingStep, outputs: readonly FileSpec[], upstream: number): Promise<void> {
  const { database, transaction, time } = step;
  for (const [dataset, files] of byDataset(outputs)) {
    for (const pandaId of await findJobsWaitingFor(transaction, dataset, files.map((file) => String(file.lfn)))) {
      const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
      if (found === undefined || isFinalJobState(String(found.job.jobStatus))) continue;
      const attributes = { endTime: time, taskBufferErrorCode: taskBufferCodes.killed, taskBufferErrorDiag: `killed by the server: the upstream job ${upstream} did not finish` };
      await applyJobChange(transaction, { found, time, change: { attributes, states: ['cancelled'], files: [] } });
      await followEnding(step, { pandaId, state: 'cancelled', isRetried: false });
    }
  }
}

function byDataset(files: readonly FileSpec[]): Map<string, FileSpec[]> {
  return Map.groupBy(files.filter((file) => file.dataset !== undefined && file.type === 'output'), (file) => String(file.dataset));
}
