import { findJobs, writePandaLog } from '@bigpanda/datastore';
import { formatUtcTime, isFinalJobState, type JobAttributes } from '@bigpanda/model';
import { viewSites } from '../brokerage/broker-jobs.ts';
import { chooseOther, type OtherSiteWish } from '../brokerage/choose-other.ts';
import { explainChoice } from '../brokerage/choose-site.ts';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone } from '../identity/identity.ts';
import { movableStates, moveJob } from './move-job.ts';

const maxJobs = 10_000;

/**
 * Sends the jobs of one job definition of the sender that no pilot has to the best other site, all to the same one.
 * Source: panda-server 2014-04, UserIF.runReBrokerage and ReBroker.
 * @returns why it cannot be done, `undefined` when it was
 */
export async function rebroker({ database, identity, readClock, log }: FunctionContext, jobDefinitionId: number, wish: OtherSiteWish): Promise<string | undefined> {
  const jobs = await findJobs(database, { jobDefinitionId, prodSourceLabels: ['user', 'panda'], ...(identity === anyone ? {} : { prodUserName: identity.name }) }, maxJobs);
  const movable = jobs.filter((job) => movableStates.some((state) => state === job.jobStatus));
  const refusal = refuse(jobs, movable);
  const [first] = movable;
  if (refusal !== undefined || first === undefined) return refusal;
  const choice = chooseOther(first, await viewSites(database), wish);
  const time = formatUtcTime(readClock());
  if (choice.site === undefined) return `no other site can take the jobs: ${explainChoice(choice)}`;
  const { site } = choice;
  const words = `reassigned by rebrokerage to ${site.name}`;
  const moved: number[] = [];
  for (const job of movable) {
    const pandaId = await moveJob(database, { pandaId: Number(job.PandaID), site, words, time });
    if (pandaId !== undefined) moved.push(pandaId);
  }
  await writePandaLog(database, moved.map((pandaId) => ({ module: 'brokerage', type: 'rebrokerage', user: identity.name, level: 'info', message: `PandaID=${pandaId} chose ${site.name}: ${explainChoice(choice)}` })), time);
  log.info({ jobDefinitionId, count: moved.length, computingSite: site.name }, 'jobs rebrokered');
  return undefined;
}

function refuse(jobs: readonly JobAttributes[], movable: readonly JobAttributes[]): string | undefined {
  if (jobs.length === 0) return 'could not find the jobs';
  if (movable.length === 0) return jobs.every((job) => isFinalJobState(String(job.jobStatus))) ? 'all jobs have ended' : 'pilots have all jobs that have not ended';
  const build = jobs.find((job) => job.prodSourceLabel === 'panda' && !movable.includes(job) && job.jobStatus !== 'closed');
  return build === undefined || build.jobStatus === 'failed' || build.VO === 'lsst' ? undefined : `what the jobs read is built at ${build.computingSite ?? ''}`;
}
