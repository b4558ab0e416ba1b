import { pickleTuple } from '@bigpanda/model';
import type { LegacyReply } from '../reply/legacy-reply.ts';
import { taskCodes } from '../tasks/task-reply.ts';
import type { AnsweredTask } from './task-function.ts';

/** What changes of a task's columns answer: a pair of how many tasks were changed and nothing; 2 and words for what may not be changed. */
export function toChangeReply({ code, message }: AnsweredTask): LegacyReply {
  const pair = code === taskCodes.done ? ([1, null] as const) : code === taskCodes.notFound ? ([0, null] as const) : ([2, message] as const);
  return { kind: 'value', pickle: pickleTuple(...pair), json: pair };
}
