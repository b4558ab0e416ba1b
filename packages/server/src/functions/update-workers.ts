import { writeWorker, type WorkerChanges } from '@bigpanda/datastore';
import { formatUtcTime, isUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { requireText } from '../request/parameter-values.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

const texts = ['STATUS', 'BATCHID', 'NODEID', 'QUEUENAME', 'COMPUTINGSITE', 'STDOUT', 'STDERR', 'BATCHLOG', 'JOBTYPE', 'RESOURCETYPE', 'NATIVESTATUS', 'DIAGMESSAGE', 'COMPUTINGELEMENT', 'SUBMISSIONHOST', 'HARVESTERHOST'] as const;
const times = ['SUBMITTIME', 'STARTTIME', 'ENDTIME'] as const;
const numbers = ['NCORE', 'ERRORCODE', 'NATIVEEXITCODE', 'NJOBS'] as const;

/** The shortest of the columns for texts. */
const textLength = 20;
const longerTexts: Readonly<Record<string, number>> = { STDOUT: 250, STDERR: 250, BATCHLOG: 250, DIAGMESSAGE: 500, COMPUTINGELEMENT: 128, SUBMISSIONHOST: 128, HARVESTERHOST: 128, COMPUTINGSITE: 128, STATUS: 80, BATCHID: 80, NODEID: 80, QUEUENAME: 80, NATIVESTATUS: 80, RESOURCETYPE: 56 };

/** Notes what a harvester tells of its workers; whether each was told well. */
export const updateWorkers: ServerFunction<readonly boolean[]> = {
  legacyName: 'updateWorkers',
  apiPath: 'harvester/update_workers',
  apiVerbs: ['POST'],
  access: 'pilot',
  apiAccess: 'user',
  run: async ({ database, readClock }, parameters) => {
    const harvesterId = requireText(parameters, 'harvesterID').slice(0, 50);
    const { value } = readSentList(parameters, 'workers');
    const done: boolean[] = [];
    for (const told of Array.isArray(value) ? (value as readonly unknown[]) : []) {
      const worker = readWorker(told, harvesterId, formatUtcTime(readClock()));
      if (worker !== undefined) await writeWorker(database, worker);
      done.push(worker !== undefined);
    }
    return done;
  },
  toLegacy: (done) => ({ kind: 'text', text: JSON.stringify([true, done]) }),
  toApi: (done) => apiSuccess(done),
};

function readWorker(told: unknown, harvesterId: string, time: string): WorkerChanges | undefined {
  const values = new Map(typeof told === 'object' && told !== null ? Object.entries(told).map(([name, value]: [string, unknown]) => [name.toUpperCase().replaceAll('_', ''), value]) : []);
  const workerId = Number(values.get('WORKERID') ?? Number.NaN);
  if (!Number.isSafeInteger(workerId)) return undefined;
  const text = (name: string): string | undefined => { const value = values.get(name); return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, longerTexts[name] ?? textLength) : undefined; };
  const read: Record<string, string | number> = {};
  for (const name of texts) { const value = text(name); if (value !== undefined) read[name] = value; }
  for (const name of times) { const value = values.get(name); const time = typeof value === 'string' ? value.slice(0, 19).replace('T', ' ') : ''; if (isUtcTime(time)) read[name] = time; }
  for (const name of numbers) { const value = Number(values.get(name) ?? Number.NaN); if (Number.isSafeInteger(value)) read[name] = value; }
  return { ...read, HARVESTERID: harvesterId, WORKERID: workerId, LASTUPDATE: time };
}
