import { readTaskFiles, setTaskFiles } from '@bigpanda/datastore';
import type { FunctionContext } from '../functions/server-function.ts';
import { commandTask } from './task-commands.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';

/** Lets each file of a task's work that has not finished be tried more often. */
export async function increaseAttempts(context: FunctionContext, jediTaskId: number, increase: number): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, () => ({}));
  if (reply.code !== taskCodes.done) return reply;
  await context.database.write(async (transaction) => {
    const files = await readTaskFiles({ sql: transaction }, jediTaskId);
    for (const file of files.filter(({ STATUS }) => STATUS !== 'finished')) {
      await setTaskFiles(transaction, jediTaskId, { fileIds: [file.FILEID], STATUS: file.STATUS, MAXATTEMPT: (file.MAXATTEMPT ?? 0) + increase });
    }
  });
  return { ...reply, message: `increased attemptNr of ${jediTaskId} by ${increase}` };
}
