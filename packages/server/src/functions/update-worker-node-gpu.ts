import { writeWorkerNodeGpu } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readNumber, readText, requireInteger, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Notes what a pilot says of the graphics processors of its worker node. */
export const updateWorkerNodeGpu: ServerFunction<undefined> = {
  apiPath: 'pilot/update_worker_node_gpu',
  apiVerbs: ['POST'],
  access: 'pilot',
  run: async ({ database, readClock }, parameters) => {
    const [site, host, vendor, model] = ['site', 'hostName', 'vendor', 'model'].map((name) => requireText(parameters, name).slice(0, 128));
    const text = (name: string): string | null => readText(parameters, name)?.slice(0, 20) ?? null;
    const vram = readNumber(parameters, 'vram');
    await writeWorkerNodeGpu(database, {
      SITE: site ?? '', HOST_NAME: host ?? '', VENDOR: vendor ?? '', MODEL: model ?? '', COUNT: requireInteger(parameters, 'count'), VRAM: vram === undefined ? null : Math.round(vram),
      ARCHITECTURE: text('architecture'), FRAMEWORK: text('framework'), FRAMEWORK_VERSION: text('frameworkVersion'), DRIVER_VERSION: text('driverVersion'), LAST_SEEN: formatUtcTime(readClock()),
    });
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: 'True' }),
  toApi: () => apiSuccess(),
};
