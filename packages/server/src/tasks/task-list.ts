import { listTasks, type PandaDatabase } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { compactName } from '@bigpanda/program';
import { anyone, type Identity } from '../identity/identity.ts';
import { readNumber, readText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import { plainTask } from './task-description.ts';

const maxTasks = 10_000;
const beginning = '1970-01-01 00:00:00';

/** Tasks of a user that changed since a time, by their id; everybody's where the server does not know users. */
export async function listOwnTasks(database: PandaDatabase, identity: Identity, parameters: RequestParameters): Promise<PlainValue> {
  const dn = readText(parameters, 'dn');
  const userName = dn === undefined ? (identity === anyone ? undefined : identity.name) : compactName(dn);
  const minId = readNumber(parameters, 'minTaskID');
  const changedSince = readText(parameters, 'timeRange') ?? readText(parameters, 'since') ?? beginning;
  const tasks = await listTasks(database, { changedSince, ...(userName === undefined ? {} : { userName }), ...(minId === undefined ? {} : { minId }) }, maxTasks);
  return Object.fromEntries(tasks.map((task) => [String(task.JEDITASKID), plainTask(task)]));
}
