import type { FunctionContext } from '../functions/server-function.ts';
import { commandTask } from './task-commands.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';

const columns = { ramcount: 'RAMCOUNT', corecount: 'CORECOUNT' } as const;

/** Sets what the jobs that a task makes from now on need, by the attribute's name. */
export async function setTaskAttribute(context: FunctionContext, jediTaskId: number, { name, value }: { readonly name: string; readonly value: string }): Promise<TaskReply> {
  const column = Object.entries(columns).find(([known]) => known === name.toLowerCase())?.[1];
  if (column === undefined) return { code: taskCodes.notPermitted, message: `disallowed to update ${name}` };
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0 || number > 1_000_000) return { code: taskCodes.notPermitted, message: `${name} is "${value.slice(0, 60)}", wanted a whole number` };
  return commandTask(context, jediTaskId, () => ({ [column]: number }));
}
