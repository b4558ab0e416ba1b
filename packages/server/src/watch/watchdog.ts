import { randomUUID } from 'node:crypto';
import { archiveJobs, findJobs, listTasks, readFiles, renameJobFiles, type JobConditions, type PandaDatabase } from '@bigpanda/datastore';
import { formatUtcTime, taskBufferCodes, type JobAttributes } from '@bigpanda/model';
import type { Log } from '@bigpanda/program';
import { chooseOther } from '../brokerage/choose-other.ts';
import { viewSites, type BrokerageView } from '../brokerage/broker-jobs.ts';
import { changeAndEnd } from '../jobs/end-job.ts';
import type { Ending } from '../jobs/ending.ts';
import { analysisLabels } from '../jobs/labels.ts';
import { attemptResults, isProbe, renameOutput } from '../jobs/next-attempt.ts';
import { prepareAgain } from '../jobs/prepare-again.ts';
import { reassignJob } from '../jobs/reassignment.ts';
import { runTask } from '../tasks/task-run.ts';
import { isWatched, watchRules, type WatchRule } from './watch-rules.ts';

const jobsPerRule = 1000;
const day = 24 * 3600 * 1000;

export interface WatchContext {
  readonly database: PandaDatabase;
  readonly log: Log;
  readonly readClock: () => number;
  /** Ended jobs are moved to the archive after so many days. */
  readonly archiveAfterDays: number;
}

/** How many jobs each round has done something about. */
export interface WatchRound {
  readonly failed: number;
  readonly restarted: number;
  readonly killed: number;
  /** Sent to another site after they had waited for too long. */
  readonly reassigned: number;
  readonly activated: number;
  readonly archived: number;
  readonly taskJobs: number;
}

/**
 * One round of the watchdogs: jobs for which nothing has been heard for too long, tasks whose jobs are not all made,
 * ended jobs that go to the archive. Each job is looked at again in the transaction that changes it, so that several
 * servers may do their rounds at once.
 */
export async function watchJobs(context: WatchContext): Promise<WatchRound> {
  const { database, readClock } = context;
  const count = { failed: 0, restarted: 0, killed: 0 };
  const toPrepare: number[] = [];
  for (const rule of watchRules.filter(({ action }) => action.kind !== 'reassign')) {
    const before = formatUtcTime(readClock() - rule.minutes * 60_000);
    for (const job of await findJobs(database, { states: rule.states, ...labelsOf(rule), before: { attribute: rule.since, time: before } }, jobsPerRule)) {
      if (!isWatched(rule, job)) continue;
      if (rule.action.kind === 'prepare') { toPrepare.push(Number(job.PandaID)); continue; }
      const done = await actOn(context, rule, { pandaId: Number(job.PandaID), before });
      if (done !== undefined) count[done] += 1;
    }
  }
  const activated = toPrepare.length === 0 ? 0 : await prepareAgain(context, toPrepare);
  const archived = await archiveJobs(database, formatUtcTime(readClock() - context.archiveAfterDays * day), jobsPerRule);
  return { ...count, reassigned: await reassignJobs(context), activated, archived, taskJobs: await runTasks(context) };
}

/** Sends jobs that have waited for too long to other sites; how many. */
async function reassignJobs({ database, readClock }: WatchContext): Promise<number> {
  let view: BrokerageView | undefined;
  let count = 0;
  for (const rule of watchRules.filter(({ action }) => action.kind === 'reassign')) {
    const before = formatUtcTime(readClock() - rule.minutes * 60_000);
    for (const job of await findJobs(database, { states: rule.states, ...labelsOf(rule), isBrokered: true, before: { attribute: rule.since, time: before } }, jobsPerRule)) {
      if (!isWatched(rule, job)) continue;
      view ??= await viewSites(database);
      if (chooseOther(job, view).site === undefined) continue;
      if (await reassignJob(database, view, { pandaId: Number(job.PandaID), time: formatUtcTime(readClock()), isDue: (current) => isDue(rule, current, before) })) count += 1;
    }
  }
  return count;
}

function labelsOf({ labels }: WatchRule): Pick<JobConditions, 'prodSourceLabels'> {
  return labels === undefined ? {} : { prodSourceLabels: labels };
}

async function runTasks({ database, readClock }: WatchContext): Promise<number> {
  let made = 0;
  for (const task of await listTasks(database, { statuses: ['registered', 'defined', 'ready'] }, jobsPerRule)) made += await runTask(database, task.JEDITASKID, formatUtcTime(readClock()));
  return made;
}

interface Acted {
  readonly did?: 'failed' | 'restarted' | 'killed';
  readonly ending?: Ending;
}

async function actOn({ database, log, readClock }: WatchContext, rule: WatchRule, { pandaId, before }: { readonly pandaId: number; readonly before: string }): Promise<Acted['did']> {
  const time = formatUtcTime(readClock());
  const files = (await readFiles(database.sql, [pandaId])).get(pandaId) ?? [];
  const { did } = await changeAndEnd<Acted>(database, { pandaId, time }, (job) => {
    if (job === undefined || !isDue(rule, job, before)) return { outcome: {} };
    if (rule.action.kind === 'fail' && mayRestart(job)) {
      const attemptNr = Number(job.attemptNr ?? 0) + 1;
      const renamed = files.map((file) => (job.prodSourceLabel === 'panda' && file.type === 'output' ? file : renameOutput(file, attemptNr, randomUUID)));
      return {
        outcome: { did: 'restarted' },
        change: { attributes: { attemptNr }, cleared: attemptResults.filter((name) => name !== 'metadata'), states: ['activated'], files: [] },
        follow: (transaction) => renameJobFiles(transaction, pandaId, { before: files, after: renamed, time }),
      };
    }
    return decideEnd(rule, job, time);
  });
  if (did !== undefined) log.warn({ pandaId, did, states: rule.states }, 'watchdog');
  return did;
}

/** Whether a rule is about a job, and has been for long enough. */
function isDue(rule: WatchRule, job: JobAttributes, before: string): boolean {
  return isWatched(rule, job) && job[rule.since] !== undefined && String(job[rule.since]) < before;
}

/** Users' jobs are put back instead of failing, once, or whenever no pilot ever answered for them. Source: as the rules. */
function mayRestart(job: JobAttributes): boolean {
  if (job.commandToPilot === 'tobekilled' || isProbe(job)) return false;
  return (analysisLabels.has(job.prodSourceLabel) && Number(job.attemptNr ?? 0) < 2) || job.jobStatus === 'sent';
}

function decideEnd({ action }: WatchRule, job: JobAttributes, time: string): ReturnType<Parameters<typeof changeAndEnd<Acted>>[2]> {
  const pandaId = Number(job.PandaID);
  if (action.kind === 'kill') {
    const attributes = { endTime: time, taskBufferErrorCode: action.code, taskBufferErrorDiag: `killed by the server: ${action.words}` };
    return { outcome: { did: 'killed', ending: { pandaId, state: 'cancelled', isRetried: false } }, change: { attributes, states: ['cancelled'], files: [] } };
  }
  if (action.kind !== 'fail') return { outcome: {} };
  const isKilled = job.commandToPilot === 'tobekilled';
  const isRetried = !isKilled && job.lockedby === 'jedi' && Number(job.maxAttempt ?? 0) > Number(job.attemptNr ?? 0);
  const attributes: JobAttributes = {
    endTime: time, jobDispatcherErrorCode: action.code, jobDispatcherErrorDiag: `${action.words} : ${String(job.modificationTime ?? '')}`.slice(0, 250),
    ...(isRetried ? { taskBufferErrorCode: taskBufferCodes.retried, taskBufferErrorDiag: 'retried by the server' } : {}),
  };
  const state = isKilled ? 'cancelled' : 'failed';
  return { outcome: { did: 'failed', ending: { pandaId, state, isRetried } }, change: { attributes, states: [state], files: [] } };
}
