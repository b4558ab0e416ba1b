import { applyJobChange, findJobs, lockJob } from '@bigpanda/datastore';
import { formatUtcTime, isFinalJobState, taskBufferCodes, type JobAttributes } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone } from '../identity/identity.ts';
import { insertNextAttempt } from './ending.ts';

const maxJobs = 10_000;
const { reassigned, retried, pilotRetried } = taskBufferCodes;

/**
 * Tries the failed jobs of one of the sender's job definitions again, each as a new job, while others of it have not
 * ended; jobs of tasks are their task's. Source: panda-server 2014-04, OraDBProxy.retryJobsInActive.
 * @returns how many are tried again
 */
export async function retryFailedJobs({ database, identity, readClock }: FunctionContext, jobDefinitionId: number): Promise<number> {
  const jobs = await findJobs(database, { jobDefinitionId, prodSourceLabels: ['user'], ...(identity === anyone ? {} : { prodUserName: identity.name }) }, maxJobs);
  if (jobs.every((job) => isFinalJobState(String(job.jobStatus)))) return 0;
  const time = formatUtcTime(readClock());
  let count = 0;
  for (const job of jobs.filter(mayRetry)) {
    const isRetried = await database.write(async (transaction) => {
      const found = await lockJob(transaction, Number(job.PandaID), database.traits.skipsLockedRows);
      if (found === undefined || !mayRetry(found.job)) return false;
      await applyJobChange(transaction, { found, time, change: { attributes: { taskBufferErrorCode: retried, taskBufferErrorDiag: 'retried by its user' }, states: [], files: [] } });
      await insertNextAttempt({ database, transaction, time }, Number(job.PandaID));
      return true;
    });
    if (isRetried) count += 1;
  }
  return count;
}

function mayRetry({ jobStatus, lockedby, taskBufferErrorCode }: JobAttributes): boolean {
  return jobStatus === 'failed' && lockedby !== 'jedi' && ![reassigned, retried, pilotRetried].some((code) => code === taskBufferErrorCode);
}
