import { insertCommand, listQueues } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { apiFailure, apiSuccess } from '../reply/api-reply.ts';
import { requireText } from '../request/parameter-values.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import { describeQueue } from '../sites/site-spec.ts';
import type { ServerFunction } from './server-function.ts';

/** Tells the harvester of a queue (`harvester` of its queuedata) to kill workers by state, computing element and submission host. */
export const sweepPQ: ServerFunction<string> = {
  legacyName: 'sweepPQ',
  apiPath: 'harvester/add_sweep_command',
  apiVerbs: ['POST'],
  access: 'production',
  run: async ({ database, readClock }, parameters) => {
    const name = requireText(parameters, 'pandaQueue');
    const queue = (await listQueues(database)).find((row) => row.NICKNAME === name);
    if (queue === undefined) return 'Error retrieving queue configuration from DB';
    const harvesterId = new Map<string, unknown>(Object.entries(describeQueue(queue))).get('harvester');
    if (typeof harvesterId !== 'string' || harvesterId === '') return 'Queue not served by any harvester ID';
    const [status, computingElement, submissionHost] = ['statusList', 'ceList', 'submissionHostList'].map((parameter) => readSentList(parameters, parameter).value);
    await insertCommand(database, { harvesterId, command: 'KILL_WORKERS', params: { status, computingSite: [name], computingElement, submissionHost } }, formatUtcTime(readClock()));
    return 'OK';
  },
  toLegacy: (words) => ({ kind: 'text', text: JSON.stringify([true, words]) }),
  toApi: (words) => (words === 'OK' ? { ...apiSuccess(), message: words } : apiFailure(words)),
};
