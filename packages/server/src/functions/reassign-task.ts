import { readText } from '../request/parameter-values.ts';
import { moveTask } from '../tasks/task-move.ts';
import { callTaskByCodes, taskReplies, type AnsweredTask } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Sends the jobs of a task that no pilot has to a site or cloud, or to wherever is best now, as new jobs; a nucleus is a site here. */
export const reassignTask: ServerFunction<AnsweredTask> = {
  legacyName: 'reassignTask',
  apiPath: 'task/reassign',
  apiVerbs: ['POST'],
  access: 'user',
  run: (context, parameters) => {
    const [site, cloud, nucleus] = ['site', 'cloud', 'nucleus'].map((name) => readText(parameters, name)).map((text) => (text === '' ? undefined : text));
    return callTaskByCodes(parameters, (jediTaskId) => moveTask(context, jediTaskId, { site: site ?? nucleus, cloud }));
  },
  ...taskReplies,
};
