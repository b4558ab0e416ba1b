import { findJobs } from '@bigpanda/datastore';
import { formatUtcTime, isFinalTaskState } from '@bigpanda/model';
import { viewSites } from '../brokerage/broker-jobs.ts';
import { chooseSite, explainChoice } from '../brokerage/choose-site.ts';
import type { FunctionContext } from '../functions/server-function.ts';
import { movableStates, moveJob } from '../jobs/move-job.ts';
import { commandTask } from './task-commands.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';

const maxJobs = 100_000;

/** Where a task shall run from now on; without either, wherever is best. */
export interface TaskPlace {
  readonly site: string | undefined;
  readonly cloud: string | undefined;
}

/** Sends the jobs of a task that no pilot has to another site, each to the best of those that may be. Source: panda-jedi, the command `reassign`. */
export async function moveTask(context: FunctionContext, jediTaskId: number, { site, cloud }: TaskPlace): Promise<TaskReply> {
  const { database, readClock } = context;
  const { sites, loads } = await viewSites(database);
  const named = site === undefined ? sites : sites.filter(({ name }) => name === site);
  if (named.length === 0) return { code: taskCodes.serverError, message: `there is no site ${site ?? ''}` };
  const jobs = await findJobs(database, { jediTaskId }, maxJobs);
  if (jobs.some((job) => job.prodSourceLabel === 'panda')) return { code: taskCodes.irrelevant, message: 'the task has a build step: its jobs run where it was built; kill it and submit it anew' };
  const reply = await commandTask(context, jediTaskId, (task) => (isFinalTaskState(task.STATUS) ? undefined : { ...(site === undefined ? {} : { SITE: site.slice(0, 60) }), ...(cloud === undefined ? {} : { CLOUD: cloud.slice(0, 10) }) }));
  if (reply.code !== taskCodes.done) return reply;
  let count = 0;
  const refusals = new Set<string>();
  for (const { computingSite, cloud: _cloud, ...job } of jobs.filter((one) => movableStates.some((state) => state === one.jobStatus))) {
    const others = site === undefined ? named.filter(({ name }) => name !== computingSite) : named;
    const choice = chooseSite(cloud === undefined ? job : { ...job, cloud }, others, loads);
    if (choice.site === undefined) refusals.add(explainChoice(choice));
    else if (choice.site.name !== computingSite && (await moveJob(database, { pandaId: Number(job.PandaID), site: choice.site, words: `reassigned by its task to ${choice.site.name}`, time: formatUtcTime(readClock()) })) !== undefined) count += 1;
  }
  return { ...reply, message: [`${reply.message}: ${count} jobs were moved`, ...refusals].join('; ') };
}
