import { pickleTuple } from '@bigpanda/model';
import type { LegacyReply } from '../reply/legacy-reply.ts';
import { readFlag, readNumber, readText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import { taskCodes, type TaskReply } from '../tasks/task-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** What a function of tasks answers; old clients that do not ask for codes are told True or False. */
export interface AnsweredTask extends TaskReply {
  readonly usesCodes: boolean;
}

/** Calls a function with the task that a request names as `jediTaskID` or `task_id`. */
export async function callTask(parameters: RequestParameters, run: (jediTaskId: number) => Promise<TaskReply>): Promise<AnsweredTask> {
  const usesCodes = readFlag(parameters, 'properErrorCode');
  const jediTaskId = readTaskId(parameters);
  if (jediTaskId === undefined) return { code: taskCodes.notANumber, message: 'jediTaskID must be an integer', usesCodes };
  return { ...(await run(jediTaskId)), usesCodes };
}

/** The same for functions that tell every client codes. Source: panda-server, UserIF, where it calls sendCommandTaskPanda with properErrorCode=True. */
export async function callTaskByCodes(...call: Parameters<typeof callTask>): Promise<AnsweredTask> {
  return { ...(await callTask(...call)), usesCodes: true };
}

/** The task that a request names; `undefined` for what is no whole number. */
export function readTaskId(parameters: RequestParameters): number | undefined {
  const id = readNumber(parameters, readText(parameters, 'jediTaskID') === undefined ? 'taskId' : 'jediTaskID');
  return id !== undefined && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** A pickled pair: the code, or True or False, and the words. */
export function legacyTaskReply({ code, message, usesCodes }: AnsweredTask): LegacyReply {
  const first = usesCodes ? code : code === taskCodes.done;
  return { kind: 'value', pickle: pickleTuple(first, message), json: [first, message] };
}

/** What one who is not known is told. */
export function refuseTask(): LegacyReply {
  const words = 'secure connection is required';
  return { kind: 'value', pickle: pickleTuple(taskCodes.notKnown, words), json: [taskCodes.notKnown, words] };
}

/** How functions of tasks are answered. */
export const taskReplies: Pick<ServerFunction<AnsweredTask>, 'toLegacy' | 'toApi' | 'refuse'> = {
  toLegacy: legacyTaskReply,
  toApi: ({ code, message }) => ({ success: code === taskCodes.done, message, data: code }),
  refuse: refuseTask,
};
