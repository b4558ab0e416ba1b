import { findUser, insertTask, listTasks, readTask, takeNumbers } from '@bigpanda/datastore';
import { formatUtcTime, isFinalTaskState } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone } from '../identity/identity.ts';
import { retryTask } from './task-commands.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';
import { readTaskParameters, type TaskParameters } from './task-parameters.ts';
import { planTask } from './task-plan.ts';
import { runTask } from './task-run.ts';

/**
 * Takes a task in and makes its jobs. One with a name that must be unique takes up the user's ended task of that name
 * again instead of making another. Source of the codes and words: panda-server, TaskBuffer.insertTaskParamsPanda.
 * @throws PandaError `TASK_PARAMETERS_INVALID`
 */
export async function submitTask(context: FunctionContext, value: unknown, { parentTaskId }: { readonly parentTaskId?: number | undefined } = {}): Promise<TaskReply> {
  const { database, identity } = context;
  const parameters = readTaskParameters(value);
  if (parameters.prodSourceLabel === 'managed' && !identity.hasProductionRole) return { code: taskCodes.notPermitted, message: 'production role is required to submit production tasks' };
  const name = identity === anyone ? (parameters.userName ?? identity.name) : identity.name;
  const status = (await findUser(database, name))?.status;
  if (status === 'disabled' || status === 'banned') return { code: taskCodes.notPermitted, message: `${name} may not submit tasks` };
  const again = parameters.uniqueTaskName === true ? await takeUpAgain(context, name, parameters.taskName) : undefined;
  if (again !== undefined) return again;
  if (parentTaskId !== undefined && (await readTask(database, parentTaskId)) === undefined) return { code: taskCodes.notFound, message: `the parent jediTaskID=${parentTaskId} was not found` };
  return keepTask(context, parameters, { json: JSON.stringify(value), name, parentTaskId });
}

/** The answer for a user's task of this name that is there already, ended ones taken up again; `undefined` where a new one is to be made. */
async function takeUpAgain(context: FunctionContext, userName: string, taskName: string): Promise<TaskReply | undefined> {
  const [before] = await listTasks(context.database, { userName, taskName: taskName.slice(0, 132) }, 1);
  if (before === undefined) return undefined;
  if (!isFinalTaskState(before.STATUS)) {
    return { code: taskCodes.serverError, jediTaskId: before.JEDITASKID, message: `jediTaskID=${before.JEDITASKID} is in the ${before.STATUS} state for ${taskName}. It can be executed again once it has ended` };
  }
  if (before.STATUS === 'aborted' || before.STATUS === 'broken') return undefined;
  await retryTask(context, before.JEDITASKID);
  return { code: taskCodes.notPermitted, jediTaskId: before.JEDITASKID, message: `reactivation accepted. jediTaskID=${before.JEDITASKID} (currently in ${before.STATUS} state) will be executed again` };
}

async function keepTask({ database, identity, readClock, log }: FunctionContext, parameters: TaskParameters, { json, name, parentTaskId }: { readonly json: string; readonly name: string; readonly parentTaskId: number | undefined }): Promise<TaskReply> {
  const planned = planTask(parameters, json, { name, vo: identity.vo });
  const task = parentTaskId === undefined ? planned : { ...planned, row: { ...planned.row, PARENT_TID: parentTaskId } };
  const files = task.datasets.reduce((sum, { lfns }) => sum + lfns.length, 0);
  const jediTaskId = await takeNumbers(database, 'JEDITASKID', 1);
  const time = formatUtcTime(readClock());
  await insertTask(database, task, { jediTaskId, datasetId: await takeNumbers(database, 'DATASETID', task.datasets.length), fileId: await takeNumbers(database, 'FILEID', files), time });
  const jobCount = await runTask(database, jediTaskId, time);
  log.info({ jediTaskId, jobCount, user: name }, 'task submitted');
  return { code: taskCodes.done, jediTaskId, message: `succeeded. new jediTaskID=${jediTaskId}` };
}
