import { isPandaError, PandaError } from '@bigpanda/model';
import { readFlag, readNumber, readRaw } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import { taskCodes, type TaskReply } from '../tasks/task-reply.ts';
import { submitTask } from '../tasks/task-submission.ts';
import { legacyTaskReply, refuseTask, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Takes a task in, as JSON: its jobs are made at once; with `parent_tid` as the child of another. */
export const insertTaskParams: ServerFunction<AnsweredTask> = {
  legacyName: 'insertTaskParams',
  apiPath: 'task/submit',
  apiVerbs: ['POST'],
  access: 'user',
  run: async (context, parameters) => ({ ...(await answer(() => submitTask(context, readTask(parameters), { parentTaskId: readNumber(parameters, 'parentTid') }))), usesCodes: readFlag(parameters, 'properErrorCode') }),
  toLegacy: legacyTaskReply,
  toApi: ({ code, message, jediTaskId }) => ({ success: code === taskCodes.done || (code === taskCodes.notPermitted && jediTaskId !== undefined), message, data: jediTaskId ?? null }),
  refuse: refuseTask,
};

function readTask(parameters: RequestParameters): unknown {
  const raw = readRaw(parameters, 'taskParams') ?? readRaw(parameters, 'taskParameters');
  if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) return raw;
  try {
    return JSON.parse(typeof raw === 'string' ? raw : new TextDecoder().decode(raw));
  } catch (cause) {
    throw new PandaError('TASK_PARAMETERS_INVALID', `read task parameters: they are not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** What is wrong with a task is told with a code, as clients expect it. */
async function answer(run: () => Promise<TaskReply>): Promise<TaskReply> {
  try {
    return await run();
  } catch (error) {
    if (isPandaError(error) && error.code === 'TASK_PARAMETERS_INVALID') return { code: taskCodes.serverError, message: error.message };
    throw error;
  }
}
