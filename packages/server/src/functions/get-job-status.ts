import { readJobs } from '@bigpanda/datastore';
import { jsonFromJob, maxIdsPerQuery, PandaError, pickleFromJob, type JobSpec } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readRaw, readText } from '../request/parameter-values.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { ServerFunction } from './server-function.ts';

/** The jobs with these ids, in their order, nothing in the place of an unknown one; at most 5500. */
export const getJobStatus: ServerFunction<readonly (JobSpec | undefined)[]> = {
  legacyName: 'getJobStatus',
  apiPath: 'job/get_description',
  apiVerbs: ['GET', 'POST'],
  run: async (context, parameters) => {
    const ids = readIds(parameters).slice(0, maxIdsPerQuery);
    const jobs = await readJobs(context.database, [...new Set(ids)]);
    return ids.map((id) => jobs.get(id));
  },
  toLegacy: (jobs) => ({ kind: 'value', pickle: jobs.map((job) => (job === undefined ? null : pickleFromJob(job))), json: toJson(jobs) }),
  toApi: (jobs) => apiSuccess(toJson(jobs)),
};

function toJson(jobs: readonly (JobSpec | undefined)[]): unknown[] {
  return jobs.map((job) => (job === undefined ? null : jsonFromJob(job)));
}

/** Ids come as a pickled list, a JSON list, or in a query string as numbers between commas. */
function readIds(parameters: RequestParameters): number[] {
  const name = readRaw(parameters, 'ids') === undefined ? 'jobIds' : 'ids';
  const text = readText(parameters, name);
  const list: unknown = text !== undefined && /^\d+(,\d+)*$/.test(text) ? text.split(',') : readSentList(parameters, name).value;
  if (!Array.isArray(list)) throw new PandaError('PARAMETER_INVALID', 'read parameters: "ids" is no list');
  return list.map((id: unknown) => (typeof id === 'string' || typeof id === 'number' ? Number(id) : Number.NaN)).map((id) => (Number.isSafeInteger(id) ? id : -1));
}
