import { releaseDataset } from '../jobs/release-input.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Whoever brings data tells that a dispatch dataset is at its site, by name or VUID; jobs that waited for it alone run. */
export const datasetCompleted: ServerFunction<string | boolean> = {
  legacyName: 'datasetCompleted',
  access: 'production',
  run: async (context, parameters) => releaseDataset(context, requireText(parameters, readText(parameters, 'vuid') === undefined ? 'dataset' : 'vuid')),
  ...textReplies,
};
