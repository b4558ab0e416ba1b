import { applyTaskChange, changeTask, findJobs, lockTask, readTaskFiles, setTaskFiles, type TaskChanges, type TaskRow } from '@bigpanda/datastore';
import { formatUtcTime, isFinalTaskState, type JobState } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone, type Identity } from '../identity/identity.ts';
import { changeAndEnd } from '../jobs/end-job.ts';
import { decideKill } from '../jobs/kill.ts';
import { concludeWhenDone, noteProgress } from './task-progress.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';
import { runTask } from './task-run.ts';

const unfinishedJobs: readonly JobState[] = ['pending', 'defined', 'waiting', 'assigned', 'throttled', 'activated', 'sent', 'starting', 'running', 'holding', 'transferring', 'merging'];

/** The number with which a task kills its jobs. Source: panda-server, OraDBProxy.killJob. */
const killedByTask = 50;
const maxJobs = 100_000;

/** Ends a task and all of its jobs. */
export async function killTask(context: FunctionContext, jediTaskId: number): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, (task) => (isFinalTaskState(task.STATUS) ? undefined : { STATUS: 'aborting' }));
  if (reply.code === taskCodes.done) await killTaskJobs(context, jediTaskId, { beforePilot: false });
  return reply;
}

/** Ends a task with what it has done so far: softly it waits for jobs that run, else those are killed too. */
export async function finishTask(context: FunctionContext, jediTaskId: number, { isSoft }: { readonly isSoft: boolean }): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, (task) => (isFinalTaskState(task.STATUS) || task.STATUS === 'aborting' ? undefined : { STATUS: 'finishing' }));
  if (reply.code === taskCodes.done) await killTaskJobs(context, jediTaskId, { beforePilot: isSoft });
  return reply;
}

/** Makes jobs anew for what failed of an ended task. */
export async function retryTask(context: FunctionContext, jediTaskId: number): Promise<TaskReply> {
  const { database, readClock } = context;
  const time = formatUtcTime(readClock());
  const reply = await commandTask(context, jediTaskId, (task) => (isFinalTaskState(task.STATUS) && task.STATUS !== 'broken' ? {} : undefined));
  if (reply.code !== taskCodes.done) return reply;
  await database.write(async (transaction) => {
    const task = await lockTask(transaction, jediTaskId, database.traits.skipsLockedRows);
    if (task === undefined || !isFinalTaskState(task.STATUS)) return;
    const failed = (await readTaskFiles({ sql: transaction }, jediTaskId)).filter((file) => file.STATUS === 'failed' || file.STATUS === 'ready');
    await setTaskFiles(transaction, jediTaskId, { fileIds: failed.map((file) => file.FILEID), STATUS: 'ready' });
    await noteProgress({ transaction, time }, jediTaskId);
    if (failed.length > 0) await applyTaskChange(transaction, task, { change: { STATUS: 'ready', SUPERSTATUS: 'running', ENDTIME: null }, time });
  });
  await runTask(database, jediTaskId, time);
  return reply;
}

/** Lets no more jobs of a task be given out, or lets them again. */
export async function setTaskPaused(context: FunctionContext, jediTaskId: number, isPaused: boolean): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, (task) => {
    if (isPaused) return isFinalTaskState(task.STATUS) || task.STATUS === 'paused' ? undefined : { STATUS: 'paused' };
    return task.STATUS === 'paused' || task.STATUS === 'throttled' ? { STATUS: 'ready' } : undefined;
  });
  if (reply.code !== taskCodes.done) return reply;
  const [from, to]: readonly [JobState, JobState] = isPaused ? ['activated', 'throttled'] : ['throttled', 'activated'];
  const time = formatUtcTime(context.readClock());
  for (const job of await findJobs(context.database, { states: [from], jediTaskId }, maxJobs)) {
    await changeAndEnd(context.database, { pandaId: Number(job.PandaID), time }, (current) => ({ outcome: {}, ...(current?.jobStatus === from ? { change: { attributes: {}, states: [to], files: [] } } : {}) }));
  }
  if (!isPaused) await runTask(context.database, jediTaskId, time);
  return reply;
}

/** Changes a task for its owner, or the production role. */
export async function commandTask({ database, identity, readClock }: FunctionContext, jediTaskId: number, change: (task: TaskRow) => TaskChanges | undefined): Promise<TaskReply> {
  const time = formatUtcTime(readClock());
  return changeTask<TaskReply>(database, { jediTaskId, time }, (task) => {
    if (task === undefined) return { outcome: { code: taskCodes.notFound, message: `jediTaskID=${jediTaskId} not found` } };
    if (!mayCommand(task, identity)) return { outcome: { code: taskCodes.notPermitted, message: 'permission denied: not the task owner or no production role' } };
    const changes = change(task);
    if (changes === undefined) return { outcome: { code: taskCodes.irrelevant, message: `command rejected: jediTaskID=${jediTaskId} is in ${task.STATUS}` } };
    return { outcome: { code: taskCodes.done, message: 'reception of the command is acknowledged' }, change: changes };
  });
}

/** Whether somebody may tell a task what to do. */
export function mayCommand(task: Pick<TaskRow, 'USERNAME'>, identity: Identity): boolean {
  return identity === anyone || identity.hasProductionRole || task.USERNAME === identity.name;
}

/** Kills the jobs of a task that have not ended, or only those that no pilot has; then the task ends when none is left. */
export async function killTaskJobs({ database, identity, readClock }: FunctionContext, jediTaskId: number, { beforePilot, code = killedByTask }: { readonly beforePilot: boolean; readonly code?: number }): Promise<number> {
  const time = formatUtcTime(readClock());
  const states = beforePilot ? unfinishedJobs.slice(0, unfinishedJobs.indexOf('sent')) : unfinishedJobs;
  const jobs = await findJobs(database, { states, jediTaskId }, maxJobs);
  const killer: Identity = { ...identity, hasProductionRole: true };
  for (const job of jobs) await changeAndEnd(database, { pandaId: Number(job.PandaID), time }, (current) => decideKill(current, { identity: killer, code, time }));
  await database.write(async (transaction) => {
    const task = await lockTask(transaction, jediTaskId, database.traits.skipsLockedRows);
    if (task !== undefined) await concludeWhenDone({ database, transaction, time }, task);
  });
  return jobs.length;
}

/** Kills the jobs of a task that have not ended; the task goes on with what is left. */
export async function killUnfinished(context: FunctionContext, jediTaskId: number, code?: number): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, () => ({}));
  if (reply.code !== taskCodes.done) return reply;
  const count = await killTaskJobs(context, jediTaskId, { beforePilot: false, ...(code === undefined ? {} : { code }) });
  return { ...reply, message: `${count} jobs were killed or will be` };
}

/** Makes the jobs of a task that are not made yet. */
export async function releaseWaitingTask(context: FunctionContext, jediTaskId: number): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, (task) => (isFinalTaskState(task.STATUS) ? undefined : { STATUS: task.STATUS === 'running' ? 'running' : 'ready' }));
  if (reply.code === taskCodes.done) await runTask(context.database, jediTaskId, formatUtcTime(context.readClock()));
  return reply;
}
