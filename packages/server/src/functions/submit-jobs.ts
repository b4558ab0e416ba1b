import { isPandaError, jobsFromJson, jobsFromPickle, maxJobsPerSubmission, pickleTuple, type JobSpec, type PickleValue } from '@bigpanda/model';
import { userLabels } from '../jobs/labels.ts';
import { submit, type SubmittedJob } from '../jobs/submission.ts';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readText } from '../request/parameter-values.ts';
import { readSentList, type SentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

type Submission = { readonly jobs: readonly SubmittedJob[] } | { readonly refusal: string };

const refusals: readonly string[] = ['ROLE_MISSING', 'LABEL_FORBIDDEN'];

/** Takes jobs in: a pickled or JSON list of them, at most 5000. Those that wait for nothing are activated at once. */
export const submitJobs: ServerFunction<Submission> = {
  legacyName: 'submitJobs',
  apiPath: 'job/submit',
  apiVerbs: ['POST'],
  access: 'user',
  run: async (context, parameters) => {
    const toPending = /^true$/i.test(readText(parameters, 'toPending') ?? '') && context.identity.hasProductionRole;
    try {
      const jobs = await submit(context, readJobList(readSentList(parameters, 'jobs')), { toPending });
      context.log.info({ count: jobs.length, firstPandaId: jobs[0]?.pandaId, user: context.identity.name }, 'jobs submitted');
      return { jobs };
    } catch (error) {
      if (isPandaError(error) && refusals.includes(error.code)) return { refusal: error.message };
      throw error;
    }
  },
  toLegacy: (submission) => ('refusal' in submission ? { kind: 'text', text: `ERROR: ${submission.refusal}` } : { kind: 'value', pickle: submission.jobs.map(toPickle), json: submission.jobs.map(toJson) }),
  toApi: (submission) => ('refusal' in submission ? apiFailure(submission.refusal) : apiSuccess(submission.jobs.map(toJson))),
};

function readJobList(list: SentList): JobSpec[] {
  return list.format === 'pickle' ? jobsFromPickle(list.value, maxJobsPerSubmission) : jobsFromJson(list.value, maxJobsPerSubmission);
}

/** For jobs of users the third member is the set they belong to, for others the job's name. Source: panda-server, UserIF.submitJobs. */
function toPickle({ pandaId, jobDefinitionId, jobsetId, job }: SubmittedJob): PickleValue {
  const third = userLabels.has(job.attributes.prodSourceLabel) ? new Map<PickleValue, PickleValue>([['jobsetID', jobsetId ?? null]]) : String(job.attributes.jobName ?? 'NULL');
  return pickleTuple(pandaId, jobDefinitionId, third);
}

function toJson({ pandaId, jobDefinitionId, jobsetId, job }: SubmittedJob): unknown {
  return [pandaId, jobDefinitionId, userLabels.has(job.attributes.prodSourceLabel) ? { jobsetID: jobsetId ?? null } : String(job.attributes.jobName ?? 'NULL')];
}
