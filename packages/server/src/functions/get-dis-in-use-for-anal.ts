import { listInputs } from '@bigpanda/datastore';
import { pickleTuple, type PickleValue } from '@bigpanda/model';
import { findLivingWriters } from '../jobs/inputs-in-use.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import { requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

/** Datasets that jobs which write into a dataset read, with the PandaIDs of the jobs: pairs that getLFNsInUseForAnal takes. */
export const getDisInUseForAnal: ServerFunction<readonly (readonly [datasets: readonly string[], pandaIds: readonly number[]])[]> = {
  legacyName: 'getDisInUseForAnal',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    const inputs = await listInputs(database, await findLivingWriters(database, requireText(parameters, 'outDataset')));
    return [...Map.groupBy(inputs.filter(({ dataset }) => dataset !== ''), ({ dataset }) => dataset)].map(([dataset, files]) => [[dataset], [...new Set(files.map(({ pandaId }) => pandaId))]] as const);
  },
  toLegacy: (pairs) => ({ kind: 'value', pickle: pairs.map(([datasets, ids]): PickleValue => pickleTuple([...datasets], [...ids])), json: pairs }),
  toApi: apiSuccess,
};
