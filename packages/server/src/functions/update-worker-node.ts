import { writeWorkerNode } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readNumber, readText, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes what a pilot says of its worker node. */
export const updateWorkerNode: ServerFunction<undefined> = {
  apiPath: 'pilot/update_worker_node',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async ({ database, readClock }, parameters) => {
    const text = (name: string, limit: number): string | null => readText(parameters, name)?.slice(0, limit) ?? null;
    const whole = (name: string): number | null => { const value = readNumber(parameters, name); return value === undefined ? null : Math.round(value); };
    await writeWorkerNode(database, {
      SITE: requireText(parameters, 'site').slice(0, 128), HOST_NAME: requireText(parameters, 'hostName').slice(0, 128), CPU_MODEL: requireText(parameters, 'cpuModel').slice(0, 128),
      N_LOGICAL_CPUS: whole('nLogicalCpus'), N_SOCKETS: whole('nSockets'), CORES_PER_SOCKET: whole('coresPerSocket'), THREADS_PER_CORE: whole('threadsPerCore'),
      CPU_ARCHITECTURE: text('cpuArchitecture', 20), CPU_ARCHITECTURE_LEVEL: text('cpuArchitectureLevel', 20), CLOCK_SPEED: readNumber(parameters, 'clockSpeed') ?? null,
      TOTAL_MEMORY: whole('totalMemory'), TOTAL_LOCAL_DISK: whole('totalLocalDisk'), PANDAQUEUE: text('pandaQueue', 128), LAST_SEEN: formatUtcTime(readClock()),
    });
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: 'True' }),
  toApi: () => apiSuccess(),
};
