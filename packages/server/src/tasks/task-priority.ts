import { findJobs } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { changeAndEnd } from '../jobs/end-job.ts';
import { commandTask } from './task-commands.ts';
import { taskCodes, type TaskReply } from './task-reply.ts';

const maxJobs = 100_000;

/** Sets the priority of a task and of its jobs that no pilot has. */
export async function setTaskPriority(context: FunctionContext, jediTaskId: number, priority: number): Promise<TaskReply> {
  const reply = await commandTask(context, jediTaskId, () => ({ CURRENTPRIORITY: priority }));
  if (reply.code !== taskCodes.done) return reply;
  const time = formatUtcTime(context.readClock());
  for (const job of await findJobs(context.database, { jediTaskId, states: ['defined', 'assigned', 'activated', 'throttled'] }, maxJobs)) {
    await changeAndEnd(context.database, { pandaId: Number(job.PandaID), time }, (current) => ({ outcome: {}, ...(current?.jobStatus === job.jobStatus ? { change: { attributes: { currentPriority: priority }, states: [], files: [] } } : {}) }));
  }
  return reply;
}
