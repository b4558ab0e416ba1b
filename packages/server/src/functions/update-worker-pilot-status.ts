import { writeWorker } from '@bigpanda/datastore';
import { formatUtcTime, statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readText, requireInteger, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes that a pilot has begun or ended on its worker node. */
export const updateWorkerPilotStatus: ServerFunction<ReplyFields> = {
  legacyName: 'updateWorkerPilotStatus',
  apiPath: 'pilot/update_worker_status',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async ({ database, readClock }, parameters) => {
    const status = requireText(parameters, 'status');
    const time = formatUtcTime(readClock());
    await writeWorker(database, {
      HARVESTERID: requireText(parameters, 'harvesterID').slice(0, 50),
      WORKERID: requireInteger(parameters, 'workerID'),
      COMPUTINGSITE: readText(parameters, 'site')?.slice(0, 128) ?? null,
      NODEID: readText(parameters, 'nodeId')?.slice(0, 80) ?? null,
      PILOTSTATUS: status.slice(0, 80),
      ...(status === 'started' ? { PILOTSTARTTIME: time } : {}),
      ...(status === 'finished' ? { PILOTENDTIME: time } : {}),
      LASTUPDATE: time,
    });
    return { StatusCode: statusCodes.success };
  },
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: () => apiSuccess(),
};
