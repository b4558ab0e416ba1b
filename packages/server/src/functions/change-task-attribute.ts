import { readText, requireText } from '../request/parameter-values.ts';
import { setTaskAttribute } from '../tasks/task-attribute.ts';
import { callTask, taskReplies, type AnsweredTask } from './task-function.ts';
import { toChangeReply } from './task-change-reply.ts';
import type { ServerFunction } from './server-function.ts';

/** Sets what the jobs that a task makes from now on need: `ramCount` in MB, or `coreCount`. */
export const changeTaskAttribute: ServerFunction<AnsweredTask> = {
  ...taskReplies,
  legacyName: 'changeTaskAttributePanda',
  apiPath: 'task/change_attribute',
  apiVerbs: ['POST'],
  access: 'production',
  run: (context, parameters) => {
    const isLegacy = readText(parameters, 'attrName') !== undefined;
    const [name, value] = [isLegacy ? 'attrName' : 'attributeName', isLegacy ? 'attrValue' : 'value'].map((parameter) => requireText(parameters, parameter));
    return callTask(parameters, (jediTaskId) => setTaskAttribute(context, jediTaskId, { name: name ?? '', value: value ?? '' }));
  },
  toLegacy: toChangeReply,
};
