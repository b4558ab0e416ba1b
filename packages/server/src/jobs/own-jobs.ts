import { readJobs } from '@bigpanda/datastore';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone } from '../identity/identity.ts';
import { isOwner } from './kill.ts';

/** Those of some jobs that the sender may touch: all with the production role, else the sender's own. */
export async function keepOwnJobs({ database, identity }: FunctionContext, pandaIds: readonly number[]): Promise<readonly number[]> {
  if (identity === anyone || identity.hasProductionRole) return pandaIds;
  const jobs = await readJobs(database, pandaIds);
  return pandaIds.filter((id) => isOwner(jobs.get(id)?.attributes ?? {}, identity));
}
