import { readText } from '../request/parameter-values.ts';
import { listDatasets } from '../tasks/task-description.ts';
import type { PlainValue } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readTaskId } from './task-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Datasets of a task by type, each with its files. */
export const getFilesInDatasets: ServerFunction<PlainValue> = {
  legacyName: 'get_files_in_datasets',
  apiPath: 'task/get_datasets_and_files',
  apiVerbs: ['GET'],
  access: 'user',
  run: async ({ database }, parameters) => {
    const types = (readText(parameters, 'datasetTypes') ?? 'input,pseudo_input').replace(/[^a-z_,]/g, '').split(',');
    return listDatasets(database, readTaskId(parameters) ?? 0, types);
  },
  toLegacy: (datasets) => ({ kind: 'text', text: JSON.stringify(datasets) }),
  toApi: (value) => (value === null ? apiFailure('Task not found') : apiSuccess(value)),
};
