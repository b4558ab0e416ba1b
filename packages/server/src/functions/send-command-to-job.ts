import { changeJob } from '@bigpanda/datastore';
import { formatUtcTime, isFinalJobState } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { readText, requireInteger, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Tells the pilot of a job a command with its next report. */
export const sendCommandToJob: ServerFunction<{ readonly refusal?: string }> = {
  legacyName: 'send_command_to_job',
  apiPath: 'job/set_command',
  apiVerbs: ['POST'],
  access: 'production',
  run: async ({ database, readClock }, parameters) => {
    const pandaId = requireInteger(parameters, readText(parameters, 'pandaId') === undefined ? 'jobId' : 'pandaId');
    const commandToPilot = requireText(parameters, readText(parameters, 'com') === undefined ? 'command' : 'com').slice(0, 250);
    return changeJob<{ readonly refusal?: string }>(database, { pandaId, time: formatUtcTime(readClock()) }, (job) => {
      if (job === undefined || isFinalJobState(String(job.jobStatus))) return { outcome: { refusal: `PandaID=${pandaId} is not known, or has ended` } };
      return { outcome: {}, change: { attributes: { commandToPilot }, states: [], files: [] } };
    });
  },
  toLegacy: ({ refusal }) => ({ kind: 'text', text: JSON.stringify([refusal === undefined, refusal ?? 'command received']) }),
  toApi: ({ refusal }) => (refusal === undefined ? apiSuccess('command received') : apiFailure(refusal)),
};
