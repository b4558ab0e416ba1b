import { listJobMetadata } from '../tasks/task-description.ts';
import type { PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** What the finished jobs of a task reported: outputs and metadata. */
export const getUserJobMetadata: ServerFunction<PlainValue> = {
  legacyName: 'getUserJobMetadata',
  apiPath: 'job/get_metadata_for_analysis_jobs',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => listJobMetadata(database, readTaskId(parameters) ?? 0),
  toLegacy: (list) => ({ kind: 'text', text: JSON.stringify([true, list]) }),
  toApi: (value) => (value === null ? apiFailure('Task not found') : apiSuccess(value)),
};
