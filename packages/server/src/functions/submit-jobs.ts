import { insertJobs } from '@bigpanda/datastore';
import { formatUtcTime, jobsFromJson, jobsFromPickle, maxJobsPerSubmission, pickleTuple, type JobSpec } from '@bigpanda/model';
import { admitJob } from '../jobs/admission.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import { readSentList, type SentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

/** A job that was taken in, as its submitter is told. */
interface SubmittedJob {
  readonly pandaId: number;
  readonly jobDefinitionId: number;
  /** For jobs of users the set they belong to, for others the job's name. Source: panda-server, UserIF.submitJobs. */
  readonly third: { readonly jobsetId: number } | { readonly jobName: string };
}

const userLabels: ReadonlySet<unknown> = new Set(['user', 'panda', 'ptest', 'rc_test']);

/** Takes jobs in: a pickled or JSON list of them, at most 5000. Those without input are activated at once. */
export const submitJobs: ServerFunction<readonly SubmittedJob[]> = {
  legacyName: 'submitJobs',
  apiPath: 'job/submit',
  apiVerbs: ['POST'],
  run: async (context, parameters) => {
    const jobs = readJobList(readSentList(parameters, 'jobs'));
    const numbers = await insertJobs(context.database, jobs.map(admitJob), { time: formatUtcTime(context.readClock()) });
    context.log.info({ count: numbers.length, firstPandaId: numbers[0]?.pandaId }, 'jobs submitted');
    return numbers.map(({ pandaId, jobDefinitionId, jobsetId }, index) => ({ pandaId, jobDefinitionId, third: describeThird(jobs[index], jobsetId) }));
  },
  toLegacy: (jobs) => ({
    kind: 'value',
    pickle: jobs.map(({ pandaId, jobDefinitionId, third }) => pickleTuple(pandaId, jobDefinitionId, 'jobName' in third ? third.jobName : new Map([['jobsetID', third.jobsetId]]))),
    json: toJson(jobs),
  }),
  toApi: (jobs) => apiSuccess(toJson(jobs)),
};

function readJobList(list: SentList): JobSpec[] {
  return list.format === 'pickle' ? jobsFromPickle(list.value, maxJobsPerSubmission) : jobsFromJson(list.value, maxJobsPerSubmission);
}

function describeThird(job: JobSpec | undefined, jobsetId: number): SubmittedJob['third'] {
  return userLabels.has(job?.attributes.prodSourceLabel) ? { jobsetId } : { jobName: String(job?.attributes.jobName ?? 'NULL') };
}

function toJson(jobs: readonly SubmittedJob[]): unknown[] {
  return jobs.map(({ pandaId, jobDefinitionId, third }) => [pandaId, jobDefinitionId, 'jobName' in third ? third.jobName : { jobsetID: third.jobsetId }]);
}
