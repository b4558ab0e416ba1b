import { readJobs } from '@bigpanda/datastore';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { offlineScript } from '../jobs/offline-script.ts';
import { readText, requireInteger } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** A shell script that runs a job outside PanDA. */
export const getScriptOfflineRunning: ServerFunction<string | undefined> = {
  legacyName: 'getScriptOfflineRunning',
  apiPath: 'job/generate_offline_execution_script',
  apiVerbs: ['GET'],
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const pandaId = requireInteger(parameters, readText(parameters, 'pandaID') === undefined ? 'jobId' : 'pandaID');
    const job = (await readJobs(database, [pandaId], { withArchive: true })).get(pandaId);
    return job === undefined ? undefined : offlineScript(job);
  },
  toLegacy: (script) => ({ kind: 'text', text: script ?? 'ERROR: Cannot get PandaID' }),
  toApi: (script) => (script === undefined ? apiFailure('Cannot get PandaID') : apiSuccess(script)),
};
