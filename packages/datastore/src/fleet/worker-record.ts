import type { Insertable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** What is told of a pilot; what is left out stays. */
export type WorkerChanges = Partial<Insertable<Tables['harvester_workers']>> & { readonly HARVESTERID: string; readonly WORKERID: number };

/** Notes what is told of a pilot that a factory started. */
export async function writeWorker(database: PandaDatabase, worker: WorkerChanges): Promise<void> {
  await database.write(async (transaction) => {
    const found = await transaction.selectFrom('harvester_workers').select('WORKERID').where('HARVESTERID', '=', worker.HARVESTERID).where('WORKERID', '=', worker.WORKERID).$if(database.traits.skipsLockedRows, (query) => query.forUpdate()).executeTakeFirst();
    if (found === undefined) await transaction.insertInto('harvester_workers').values(worker).execute();
    else await transaction.updateTable('harvester_workers').set(worker).where('HARVESTERID', '=', worker.HARVESTERID).where('WORKERID', '=', worker.WORKERID).execute();
  });
}

/** Notes what a pilot says of its worker node. */
export async function writeWorkerNode(database: PandaDatabase, node: Insertable<Tables['worker_node']>): Promise<void> {
  await database.write(async (transaction) => {
    await transaction.deleteFrom('worker_node').where('SITE', '=', node.SITE).where('HOST_NAME', '=', node.HOST_NAME).where('CPU_MODEL', '=', node.CPU_MODEL).execute();
    await transaction.insertInto('worker_node').values(node).execute();
  });
}

/** Keeps a token for a pilot. */
export async function insertPilotToken(database: PandaDatabase, token: Insertable<Tables['pilottoken']>): Promise<void> {
  await database.write((transaction) => transaction.insertInto('pilottoken').values(token).execute());
}

/** Kinds of slots that the database knows, by name; those of every PanDA when it knows none. Source: panda-docs, resource types. */
export async function listResourceTypes(database: PandaDatabase): Promise<{ readonly resource_name: string; readonly mincore: number; readonly maxcore: number | null; readonly minrampercore: number | null; readonly maxrampercore: number | null }[]> {
  const rows = await database.sql.selectFrom('resource_types').selectAll().orderBy('RESOURCE_NAME').execute();
  if (rows.length === 0) return defaultTypes.map(([name, mincore, maxcore, minrampercore, maxrampercore]) => ({ resource_name: name, mincore, maxcore, minrampercore, maxrampercore }));
  return rows.map((row) => ({ resource_name: row.RESOURCE_NAME, mincore: row.MINCORE, maxcore: row.MAXCORE, minrampercore: row.MINRAMPERCORE, maxrampercore: row.MAXRAMPERCORE }));
}

const defaultTypes = [['SCORE', 1, 1, 0, 2000], ['SCORE_HIMEM', 1, 1, 2001, null], ['MCORE', 2, null, 0, 2000], ['MCORE_HIMEM', 2, null, 2001, null]] as const;

/** Notes that a harvester is alive. */
export async function writeHarvester(database: PandaDatabase, harvester: Insertable<Tables['harvester_instances']>): Promise<void> {
  await database.write(async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('harvester_instances').set(harvester).where('HARVESTER_ID', '=', harvester.HARVESTER_ID).executeTakeFirstOrThrow();
    const found = numUpdatedRows > 0n ? harvester : await transaction.selectFrom('harvester_instances').select('HARVESTER_ID').where('HARVESTER_ID', '=', harvester.HARVESTER_ID).executeTakeFirst();
    if (found === undefined) await transaction.insertInto('harvester_instances').values(harvester).execute();
  });
}
