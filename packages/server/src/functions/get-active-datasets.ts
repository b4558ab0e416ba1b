import { groupJobs } from '@bigpanda/datastore';
import { readText, requireText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Input datasets (prodDBlock) of the jobs of a site that wait, between commas. */
export const getActiveDatasets: ServerFunction<string | boolean> = {
  legacyName: 'getActiveDatasets',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const counts = await groupJobs(database, { states: ['assigned', 'activated', 'waiting'], computingSite: requireText(parameters, 'computingSite'), prodSourceLabels: [readText(parameters, 'prodSourceLabel') ?? 'managed'] }, ['prodDBlock']);
    return [...new Set(counts.flatMap(({ values: [dataset] }) => dataset ?? []))].join(',');
  },
  ...textReplies,
};
