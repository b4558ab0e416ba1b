import { formatUrlencoded, isPandaError, statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import { parameterKey } from '../request/request-parameters.ts';
import { reportJob, describeReport } from './update-job.ts';
import type { ServerFunction } from './server-function.ts';

/** Records several reports in a row; each is answered as updateJob answers it. */
export const updateJobsInBulk: ServerFunction<readonly ReplyFields[]> = {
  legacyName: 'updateJobsInBulk',
  apiPath: 'pilot/update_jobs_bulk',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async (context, parameters) => {
    const { value } = readSentList(parameters, 'jobList');
    const answers: ReplyFields[] = [];
    for (const report of Array.isArray(value) ? value.map(asParameters) : []) answers.push(await answer(() => reportJob(context, report)));
    return answers;
  },
  toLegacy: (answers) => ({ kind: 'text', text: JSON.stringify([true, answers.map(formatUrlencoded)]) }),
  toApi: (answers) => apiSuccess(answers),
};

function asParameters(report: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof report === 'object' && report !== null ? Object.entries(report).map(([name, value]: [string, unknown]) => [parameterKey(name), value]) : []);
}

/** One bad report does not keep the others from being recorded. */
async function answer(run: () => ReturnType<typeof reportJob>): Promise<ReplyFields> {
  try {
    return describeReport(await run());
  } catch (error) {
    if (!isPandaError(error)) throw error;
    return { StatusCode: statusCodes.failed, errorDialog: error.message };
  }
}
