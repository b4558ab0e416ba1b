import { findWriters, readJobs, type PandaDatabase } from '@bigpanda/datastore';

/** Jobs that write into a dataset and have not failed: what they read need not be read again. Source: panda-server 2014-04, OraDBProxy.getDisInUseForAnal. */
export async function findLivingWriters(database: PandaDatabase, dataset: string): Promise<number[]> {
  const ids = await findWriters(database, dataset);
  const jobs = await readJobs(database, ids, { withArchive: true });
  return ids.filter((id) => !['failed', 'cancelled', 'closed', 'undefined'].includes(String(jobs.get(id)?.attributes.jobStatus)));
}
