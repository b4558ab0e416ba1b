import { listClouds, listQueues } from '@bigpanda/datastore';
import { describeClouds } from '../sites/cloud-spec.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';
import type { PlainValue } from '@bigpanda/model';

/** Clouds and the sites of each. */
export const getCloudSpecs: ServerFunction<PlainValue> = {
  legacyName: 'getCloudSpecs',
  access: 'anyone',
  run: async ({ database }) => describeClouds(await listClouds(database), await listQueues(database)),
  ...plainReplies,
};
