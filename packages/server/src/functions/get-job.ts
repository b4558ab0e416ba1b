import { countJobs, dispatchJob } from '@bigpanda/datastore';
import { describeDispatchedJob, formatUtcTime, statusCodes, type JobAttributes, type ReplyFields } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readNumber, readText, requireText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { FunctionContext, ServerFunction } from './server-function.ts';

const maxJobsPerRequest = 100;

/** Labels of jobs that a pilot of a label runs. Source: panda-server 2014-04, OraDBProxy.getJobs. */
const labelsOfPilot: Readonly<Record<string, readonly string[]>> = {
  user: ['user', 'panda', 'install'],
  managed: ['managed', 'test', 'prod_test', 'install'],
  test: ['test', 'prod_test', 'install'],
};

/** Hands a pilot a job of its site, or several when api/v1 asks for `n_jobs`. */
export const getJob: ServerFunction<readonly ReplyFields[]> = {
  legacyName: 'getJob',
  apiPath: 'pilot/acquire_jobs',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async (context, parameters) => {
    const jobs: ReplyFields[] = [];
    const wanted = Math.min(Math.max(readNumber(parameters, 'nJobs') ?? 1, 1), maxJobsPerRequest);
    while (jobs.length < wanted) {
      const job = await dispatch(context, parameters);
      if (job === undefined) break;
      jobs.push(job);
    }
    return jobs;
  },
  toLegacy: ([job]) => ({ kind: 'fields', fields: job === undefined ? { StatusCode: statusCodes.noJobs } : { StatusCode: statusCodes.success, ...job } }),
  toApi: (jobs) => (jobs.length === 0 ? apiFailure('No jobs in PanDA', { StatusCode: statusCodes.noJobs }) : apiSuccess({ StatusCode: statusCodes.success, jobs: jobs.map(withNull) })),
};

async function dispatch(context: FunctionContext, parameters: RequestParameters): Promise<ReplyFields | undefined> {
  const computingSite = requireText(parameters, 'siteName');
  const memory = readNumber(parameters, 'mem') ?? readNumber(parameters, 'memory') ?? 0;
  const diskSpace = readNumber(parameters, 'diskSpace') ?? 0;
  const label = readText(parameters, 'prodSourceLabel') ?? 'managed';
  const job = await dispatchJob(context.database, {
    computingSite,
    prodSourceLabels: labelsOfPilot[label] ?? [label],
    ...(memory > 0 ? { memory } : {}),
    ...(diskSpace > 0 ? { diskSpace } : {}),
    changes: describePilot(parameters),
    time: formatUtcTime(context.readClock()),
  });
  if (job === undefined) return undefined;
  context.log.info({ pandaId: job.attributes.PandaID, computingSite }, 'job sent');
  const [sent] = await countJobs(context.database, { attributes: { computingSite, jobStatus: 'sent' } }, 'jobStatus');
  return { ...describeDispatchedJob(job), nSent: sent?.count ?? 0 };
}

function describePilot(parameters: RequestParameters): JobAttributes {
  const [modificationHost, computingElement, schedulerID] = ['node', 'computingElement', 'schedulerID'].map((name) => readText(parameters, name));
  return {
    ...(modificationHost === undefined ? {} : { modificationHost }),
    ...(computingElement === undefined ? {} : { computingElement }),
    ...(schedulerID === undefined ? {} : { schedulerID }),
  };
}

function withNull(fields: ReplyFields): Record<string, string | number> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? 'NULL']));
}
