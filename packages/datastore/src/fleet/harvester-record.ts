import type { Insertable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';
import { advance } from '../sequence.ts';

export type WorkerCount = Insertable<Tables['harvester_worker_stats']>;

/** Replaces what a harvester has told of its workers at a queue. */
export async function replaceWorkerCounts(database: PandaDatabase, { harvesterId, computingSite }: { readonly harvesterId: string; readonly computingSite: string }, counts: readonly WorkerCount[]): Promise<void> {
  await database.write(async (transaction) => {
    await transaction.deleteFrom('harvester_worker_stats').where('HARVESTER_ID', '=', harvesterId).where('COMPUTINGSITE', '=', computingSite).execute();
    if (counts.length > 0) await transaction.insertInto('harvester_worker_stats').values(counts).execute();
  });
}

/** What harvesters have told of their workers since a time. */
export async function listWorkerCounts(database: PandaDatabase, changedSince: string): Promise<WorkerCount[]> {
  return database.sql.selectFrom('harvester_worker_stats').selectAll().where('LASTUPDATE', '>=', changedSince).orderBy('COMPUTINGSITE').orderBy('HARVESTER_ID').orderBy('JOBTYPE').orderBy('RESOURCETYPE').orderBy('STATUS').execute();
}

/** The greatest number of a worker of a harvester; `undefined` when it has told of none. */
export async function findLastWorker(database: PandaDatabase, harvesterId: string): Promise<number | undefined> {
  const row = await database.sql.selectFrom('harvester_workers').select((builder) => builder.fn.max('WORKERID').as('last')).where('HARVESTERID', '=', harvesterId).executeTakeFirst();
  return row?.last ?? undefined;
}

/** Keeps words that a harvester tells its operators; a number that it has used before is overwritten. */
export async function writeDialogs(database: PandaDatabase, dialogs: readonly Insertable<Tables['harvester_dialogs']>[]): Promise<void> {
  await database.write(async (transaction) => {
    for (const dialog of dialogs) {
      await transaction.deleteFrom('harvester_dialogs').where('HARVESTER_ID', '=', dialog.HARVESTER_ID).where('DIAGID', '=', dialog.DIAGID).execute();
      await transaction.insertInto('harvester_dialogs').values(dialog).execute();
    }
  });
}

/** Sets how many slots are wanted of a queue, or takes the wish away when no number is given. */
export async function writeTargetSlots(database: PandaDatabase, slots: { readonly queue: string; readonly globalShare: string; readonly resourceType: string; readonly count: number | undefined; readonly expires: string | undefined }, time: string): Promise<void> {
  const { queue: PANDAQUEUENAME, globalShare: GSHARE, resourceType: RESOURCETYPE, count, expires } = slots;
  await database.write(async (transaction) => {
    await transaction.deleteFrom('harvester_slots').where('PANDAQUEUENAME', '=', PANDAQUEUENAME).where('GSHARE', '=', GSHARE).where('RESOURCETYPE', '=', RESOURCETYPE).execute();
    if (count !== undefined) await transaction.insertInto('harvester_slots').values({ PANDAQUEUENAME, GSHARE, RESOURCETYPE, NUMSLOTS: count, MODIFICATIONTIME: time, EXPIRATIONTIME: expires ?? null }).execute();
  });
}

/** What a harvester is told to do. */
export interface HarvesterCommand {
  readonly command_id: number;
  readonly command: string;
  readonly params: unknown;
  readonly ack_requested: number;
  readonly creation_date: string;
}

/** Keeps a command for a harvester; one of the same name that it has not fetched yet is overwritten. Source: panda-server, commandToHarvester. */
export async function insertCommand(database: PandaDatabase, { harvesterId, command, params }: { readonly harvesterId: string; readonly command: string; readonly params: unknown }, time: string): Promise<void> {
  await database.write(async (transaction) => {
    const COMMAND_ID = await advance(transaction, 'HARVESTERCOMMANDID', 1);
    await transaction.deleteFrom('harvester_commands').where('HARVESTER_ID', '=', harvesterId).where('COMMAND', '=', command).execute();
    await transaction.insertInto('harvester_commands').values({ COMMAND_ID, HARVESTER_ID: harvesterId, COMMAND: command, PARAMS: JSON.stringify(params), ACK_REQUESTED: 0, CREATION_DATE: time, STATUS: 'new', STATUS_DATE: time }).execute();
  });
}

/** The oldest commands that a harvester has not fetched, which are then `retrieved`. */
export async function fetchCommands(database: PandaDatabase, harvesterId: string, { limit, time }: { readonly limit: number; readonly time: string }): Promise<HarvesterCommand[]> {
  return database.write(async (transaction) => {
    const rows = await transaction.selectFrom('harvester_commands').selectAll().where('HARVESTER_ID', '=', harvesterId).where('STATUS', '=', 'new').orderBy('COMMAND_ID').limit(limit).$if(database.traits.skipsLockedRows, (query) => query.forUpdate()).execute();
    if (rows.length > 0) await transaction.updateTable('harvester_commands').set({ STATUS: 'retrieved', STATUS_DATE: time }).where('COMMAND_ID', 'in', rows.map((row) => row.COMMAND_ID)).execute();
    return rows.map((row) => ({ command_id: row.COMMAND_ID, command: row.COMMAND, params: row.PARAMS === null ? null : (JSON.parse(row.PARAMS) as unknown), ack_requested: row.ACK_REQUESTED, creation_date: row.CREATION_DATE.replace(' ', 'T') }));
  });
}

/** Notes that harvesters have done commands. */
export async function acknowledgeCommands(database: PandaDatabase, commandIds: readonly number[], time: string): Promise<void> {
  if (commandIds.length === 0) return;
  await database.write((transaction) => transaction.updateTable('harvester_commands').set({ STATUS: 'acknowledged', STATUS_DATE: time }).where('COMMAND_ID', 'in', commandIds).execute());
}

/** Notes what a pilot says of the graphics processors of its worker node. */
export async function writeWorkerNodeGpu(database: PandaDatabase, gpu: Insertable<Tables['worker_node_gpus']>): Promise<void> {
  await database.write(async (transaction) => {
    await transaction.deleteFrom('worker_node_gpus').where('SITE', '=', gpu.SITE).where('HOST_NAME', '=', gpu.HOST_NAME).where('VENDOR', '=', gpu.VENDOR).where('MODEL', '=', gpu.MODEL).execute();
    await transaction.insertInto('worker_node_gpus').values(gpu).execute();
  });
}
