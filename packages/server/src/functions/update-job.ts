import { formatUtcTime, statusCodes, unset, type ReplyFields } from '@bigpanda/model';
import { changeAndEnd } from '../jobs/end-job.ts';
import { decideReport, type ReportOutcome } from '../jobs/report.ts';
import { readReport } from '../jobs/report-parameters.ts';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readText, requireInteger } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import { noteJobOutput } from '@bigpanda/datastore';
import type { FunctionContext, ServerFunction } from './server-function.ts';

/** Records what a pilot reports about its job, and tells the pilot what to do. */
export const updateJob: ServerFunction<ReportOutcome> = {
  legacyName: 'updateJob',
  apiPath: 'pilot/update_job',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: reportJob,
  toLegacy: (outcome) => ({ kind: 'fields', fields: describeReport(outcome) }),
  toApi: (outcome) => (outcome.refusal === undefined ? apiSuccess(describeReport(outcome)) : apiFailure(outcome.refusal, describeReport(outcome))),
};

/** Records one report. */
export async function reportJob(context: FunctionContext, parameters: RequestParameters): Promise<ReportOutcome> {
  const time = formatUtcTime(context.readClock());
  const pandaId = requireInteger(parameters, 'jobId');
  const report = readReport(parameters);
  const sites = report.state === 'finished' ? await context.places?.read(context.readClock()) : undefined;
  const outcome = await changeAndEnd(context.database, { pandaId, time }, (job) => decideReport(job, report, { time, ...(sites === undefined ? {} : { sites }) }));
  const [site, node] = [readText(parameters, 'siteName'), readText(parameters, 'node')];
  if (site !== undefined) context.pilotTally?.note('updateJob', { site, node: node ?? context.clientHost ?? '' }, context.readClock());
  const stdout = readText(parameters, 'stdout') ?? '';
  if (stdout !== '' && outcome.refusal === undefined) await noteJobOutput(context.database, pandaId, stdout);
  context.log.info({ pandaId, state: report.state, command: outcome.command, refusal: outcome.refusal, ended: outcome.ending?.state }, outcome.refusal === undefined ? 'job updated' : 'report refused');
  return outcome;
}

/** The fields of the reply to a report. */
export function describeReport({ command, refusal }: ReportOutcome): ReplyFields {
  return refusal === undefined ? { StatusCode: statusCodes.success, command: command ?? unset } : { StatusCode: statusCodes.failed, errorDialog: refusal };
}
