import { rebroker } from '../jobs/rebrokerage.ts';
import { readNumber, readText } from '../request/parameter-values.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Sends jobs of one job definition of the sender that no pilot has to the best other site, as new jobs. */
export const runReBrokerage: ServerFunction<string | boolean> = {
  legacyName: 'runReBrokerage',
  access: 'user',
  run: async (context, parameters) => {
    const jobDefinitionId = readNumber(parameters, 'jobID');
    if (jobDefinitionId === undefined || !Number.isSafeInteger(jobDefinitionId)) return 'ERROR: jobID is not an integer';
    const cloud = readText(parameters, 'cloud') ?? '';
    const refusal = await rebroker(context, jobDefinitionId, { cloud: cloud === '' ? undefined : cloud, excludedSites: (readText(parameters, 'excludedSite') ?? '').split(',') });
    return refusal === undefined ? true : `ERROR: ${refusal}`;
  },
  ...textReplies,
};
