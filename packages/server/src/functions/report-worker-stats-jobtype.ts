import { replaceWorkerCounts, type WorkerCount } from '@bigpanda/datastore';
import { formatUtcTime, PandaError } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes how many workers of each kind a harvester has at a queue, as JSON: job type, kind of slot, state, number. */
export const reportWorkerStatsJobtype: ServerFunction<undefined> = {
  legacyName: 'reportWorkerStats_jobtype',
  apiPath: 'harvester/report_worker_statistics',
  apiVerbs: ['POST'],
  access: 'pilot',
  apiAccess: 'user',
  run: async ({ database, readClock }, parameters) => {
    const harvesterId = requireText(parameters, 'harvesterID').slice(0, 50);
    const computingSite = requireText(parameters, readText(parameters, 'siteName') === undefined ? 'pandaQueue' : 'siteName').slice(0, 128);
    const text = requireText(parameters, readText(parameters, 'paramsList') === undefined ? 'statistics' : 'paramsList');
    await replaceWorkerCounts(database, { harvesterId, computingSite }, readCounts(parse(text), { HARVESTER_ID: harvesterId, COMPUTINGSITE: computingSite, LASTUPDATE: formatUtcTime(readClock()) }));
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: JSON.stringify([true, 'OK']) }),
  toApi: () => apiSuccess(),
};

function readCounts(told: unknown, where: Pick<WorkerCount, 'HARVESTER_ID' | 'COMPUTINGSITE' | 'LASTUPDATE'>): WorkerCount[] {
  return members(told).flatMap(([jobType, slots]) => members(slots).filter(([slot]) => slot !== 'Undefined').flatMap(([slot, states]) => members(states).flatMap(([state, count]) => {
    const workers = Number(count);
    return Number.isSafeInteger(workers) ? [{ ...where, JOBTYPE: jobType.slice(0, 32), RESOURCETYPE: slot.slice(0, 56), STATUS: state.slice(0, 80), N_WORKERS: workers }] : [];
  })));
}

function members(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PandaError('PARAMETER_INVALID', `read parameters: the statistics are not JSON: ${(cause as Error).message}`, { cause });
  }
}
