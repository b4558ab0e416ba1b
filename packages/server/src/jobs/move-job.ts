import { applyJobChange, insertJobsWithin, lockJob, noteRetry, readJobs, type PandaDatabase } from '@bigpanda/datastore';
import { taskBufferCodes, type JobAttributes, type JobSpec } from '@bigpanda/model';
import type { BrokerageSite } from '../brokerage/site.ts';
import { noteTaskJobEnd } from '../tasks/task-progress.ts';
import { attemptResults } from './next-attempt.ts';
import { prepareJob } from './preparation.ts';

/** States of jobs that may still go to another site. */
export const movableStates = ['defined', 'assigned', 'activated', 'throttled'] as const;

/** Where a job goes, and why. */
export interface JobMove {
  readonly pandaId: number;
  readonly site: Pick<BrokerageSite, 'name' | 'cloud'>;
  /** Said of the job that is closed. */
  readonly words: string;
  readonly time: string;
}

/**
 * Closes a job that no pilot has as reassigned, and makes the same one anew for another site; those that wait for its
 * outputs go on waiting. Source: panda-server 2014-04, ReBroker and OraDBProxy.killJob with code 8.
 * @returns the new PandaID; `undefined` when a pilot has the job or it has ended
 */
export async function moveJob(database: PandaDatabase, { pandaId, site, words, time }: JobMove): Promise<number | undefined> {
  return database.write(async (transaction) => {
    const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
    const job = (await readJobs({ sql: transaction }, [pandaId])).get(pandaId);
    if (found === undefined || job === undefined || !movableStates.some((state) => state === found.job.jobStatus)) return undefined;
    const attributes: JobAttributes = { endTime: time, taskBufferErrorCode: taskBufferCodes.reassigned, taskBufferErrorDiag: words.slice(0, 300) };
    await applyJobChange(transaction, { found, time, change: { attributes, states: ['closed'], files: [] } });
    const prepared = prepareJob(atSite(job, site), { isComing: (file) => file.status === 'pending' });
    const [newPandaId] = await insertJobsWithin(transaction, [prepared], { time });
    if (newPandaId === undefined) return undefined;
    await noteRetry(transaction, { jediTaskId: Number(job.attributes.jediTaskID ?? 0), oldPandaId: pandaId, newPandaId }, time);
    await noteTaskJobEnd({ database, transaction, time }, { pandaId, state: 'closed', newPandaId, files: job.files });
    return newPandaId;
  });
}

function atSite(job: JobSpec, { name, cloud }: JobMove['site']): JobSpec {
  const dropped: readonly string[] = [...attemptResults, 'PandaID', 'jobStatus', 'cloud', 'dispatchDBlock'];
  const kept: JobAttributes = Object.fromEntries(Object.entries(job.attributes).filter(([attribute]) => !dropped.includes(attribute)));
  return {
    attributes: { ...kept, computingSite: name, ...(cloud === '' ? {} : { cloud }), parentID: job.attributes.PandaID ?? 0 },
    files: job.files.map(({ PandaID: _pandaId, row_ID: _rowId, ...file }) => file),
  };
}
