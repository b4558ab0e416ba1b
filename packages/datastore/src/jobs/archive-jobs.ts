import { fileAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName } from '../schema/row-mapping.ts';
import { moveJobRow } from './change-job.ts';

/**
 * Moves jobs that ended before a time, with their files, to the archive tables; at most `limit`, each in a transaction
 * of its own, so that it can be broken off at any point. Parameters and metadata stay where they are.
 * @returns how many were moved
 */
export async function archiveJobs(database: PandaDatabase, endedBefore: string, limit: number): Promise<number> {
  const rows = await database.sql.selectFrom('jobsarchived4').select('PANDAID').where('MODIFICATIONTIME', '<', endedBefore).orderBy('PANDAID').limit(limit).execute();
  for (const row of rows) await archiveJob(database, Number(row.PANDAID));
  return rows.length;
}

async function archiveJob(database: PandaDatabase, pandaId: number): Promise<void> {
  const columns = [...fileAttributes.map((name) => columnName(name)), 'MODIFICATIONTIME' as const];
  await database.write(async (transaction) => {
    const found = await transaction.selectFrom('jobsarchived4').select('PANDAID').where('PANDAID', '=', pandaId).$if(database.traits.skipsLockedRows, (query) => query.forUpdate()).executeTakeFirst();
    if (found === undefined) return;
    await moveJobRow(transaction, pandaId, { from: 'jobsarchived4', to: 'jobsarchived' });
    await transaction.insertInto('filestable_arch').columns(columns).expression(transaction.selectFrom('filestable4').select(columns).where('PANDAID', '=', pandaId)).execute();
    await transaction.deleteFrom('filestable4').where('PANDAID', '=', pandaId).execute();
  });
}
