import { groupJobs } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { compactName } from '@bigpanda/program';
import { readText, requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Numbers of job definitions of the sender, or of who is named, that changed since a time, ascending. */
export const getJobIDsInTimeRange: ServerFunction<PlainValue> = {
  legacyName: 'getJobIDsInTimeRange',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const dn = readText(parameters, 'dn');
    const counts = await groupJobs(database, { changedSince: requireText(parameters, 'timeRange'), prodUserName: dn === undefined ? identity.name : compactName(dn), prodSourceLabels: ['user', 'panda'] }, ['jobDefinitionID']);
    return [...new Set(counts.map(({ values: [id] }) => Number(id)))].sort((left, right) => left - right);
  },
  ...plainReplies,
};
