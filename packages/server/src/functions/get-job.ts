import { countSentJobs, dispatchJob, type DispatchRequest } from '@bigpanda/datastore';
import { describeDispatchedJob, formatUtcTime, statusCodes, type JobAttributes, type ReplyFields } from '@bigpanda/model';
import { compactName } from '@bigpanda/program';
import type { Refusal } from '../identity/access.ts';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readNumber, readText, requireText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { FunctionContext, ServerFunction } from './server-function.ts';

const maxJobsPerRequest = 100;

/** Labels of jobs that a pilot of a label runs. Source: panda-server 2014-04, OraDBProxy.getJobs. */
const labelsOfPilot: Readonly<Record<string, readonly string[]>> = {
  user: ['user', 'panda', 'install'],
  managed: ['managed', 'test', 'prod_test', 'install'],
};

/** What a pilot that tries out a computing element runs beside. Source: as above. */
const probeLabels = ['test', 'prod_test', 'install'];
const probeTypes = ['gangarobot', 'analy_test', 'prod_test'];

const refusals: Readonly<Record<Refusal, number>> = { 'not-known': statusCodes.notSecure, 'no-pilot-role': statusCodes.invalidRole, 'no-production-role': statusCodes.invalidRole };

/** Hands a pilot a job of its site, or several when api/v1 asks for `n_jobs`. */
export const getJob: ServerFunction<readonly ReplyFields[]> = {
  legacyName: 'getJob',
  apiPath: 'pilot/acquire_jobs',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async (context, parameters) => {
    const request = readRequest(parameters, formatUtcTime(context.readClock()));
    context.pilotTally?.note('getJob', { site: request.computingSite, node: readText(parameters, 'node') ?? context.clientHost ?? '' }, context.readClock());
    const jobs: ReplyFields[] = [];
    const wanted = Math.min(Math.max(readNumber(parameters, 'nJobs') ?? 1, 1), maxJobsPerRequest);
    while (jobs.length < wanted) {
      const job = await dispatch(context, request);
      if (job === undefined) break;
      jobs.push(job);
    }
    return jobs;
  },
  toLegacy: ([job]) => ({ kind: 'fields', fields: job === undefined ? { StatusCode: statusCodes.noJobs } : { StatusCode: statusCodes.success, ...job } }),
  toApi: (jobs) => (jobs.length === 0 ? apiFailure('No jobs in PanDA', { StatusCode: statusCodes.noJobs }) : apiSuccess({ StatusCode: statusCodes.success, jobs: jobs.map(withNull) })),
  refuse: (refusal) => ({ kind: 'fields', fields: { StatusCode: refusals[refusal], errorDialog: 'a pilot role is required' } }),
};

async function dispatch(context: FunctionContext, request: DispatchRequest): Promise<ReplyFields | undefined> {
  const job = await dispatchJob(context.database, request);
  if (job === undefined) return undefined;
  context.log.info({ pandaId: job.attributes.PandaID, computingSite: request.computingSite }, 'job sent');
  return { ...describeDispatchedJob(job), nSent: await countSentJobs(context.database, request.computingSite) };
}

function readRequest(parameters: RequestParameters, time: string): DispatchRequest {
  const memory = readNumber(parameters, 'mem') ?? readNumber(parameters, 'memory') ?? 0;
  const diskSpace = readNumber(parameters, 'diskSpace') ?? 0;
  const remainingSeconds = readNumber(parameters, 'remainingTime');
  const jediTaskId = readNumber(parameters, 'taskId');
  const prodUserId = readText(parameters, 'prodUserId');
  const resourceType = readText(parameters, 'resourceType');
  return {
    computingSite: requireText(parameters, 'siteName'),
    ...chooseLabels(parameters),
    ...(memory > 0 ? { memory } : {}),
    ...(diskSpace > 0 ? { diskSpace } : {}),
    ...(remainingSeconds === undefined ? {} : { remainingSeconds }),
    ...(jediTaskId === undefined ? {} : { jediTaskId }),
    ...(prodUserId === undefined || prodUserId === '' ? {} : { prodUserName: compactName(prodUserId) }),
    ...(resourceType === undefined || resourceType === '' ? {} : { resourceType }),
    changes: describePilot(parameters),
    time,
  };
}

function chooseLabels(parameters: RequestParameters): Pick<DispatchRequest, 'prodSourceLabels' | 'processingTypes' | 'countryGroups' | 'workingGroups'> {
  const label = readText(parameters, 'prodSourceLabel') ?? 'managed';
  if (label === 'test' && readText(parameters, 'computingElement') !== undefined) return { prodSourceLabels: probeLabels, processingTypes: probeTypes };
  const [countryGroups, workingGroups] = label === 'user' ? ['countryGroup', 'workingGroup'].map((name) => readNames(parameters, name)) : [];
  return {
    prodSourceLabels: labelsOfPilot[label] ?? [label],
    ...(countryGroups === undefined ? {} : { countryGroups }),
    ...(workingGroups === undefined ? {} : { workingGroups }),
  };
}

function readNames(parameters: RequestParameters, name: string): readonly string[] | undefined {
  const text = readText(parameters, name) ?? '';
  return text === '' ? undefined : text.split(',');
}

/** What a job is told of its pilot, no longer than its columns. */
function describePilot(parameters: RequestParameters): JobAttributes {
  const [modificationHost, computingElement, schedulerID] = ['node', 'computingElement', 'schedulerID'].map((name) => readText(parameters, name)?.slice(0, 128));
  return {
    ...(modificationHost === undefined ? {} : { modificationHost }),
    ...(computingElement === undefined ? {} : { computingElement }),
    ...(schedulerID === undefined ? {} : { schedulerID }),
  };
}

function withNull(fields: ReplyFields): Record<string, string | number> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? 'NULL']));
}
