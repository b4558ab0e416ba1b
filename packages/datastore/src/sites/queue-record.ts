import type { PandaDatabase } from '../panda-database.ts';
import { schedconfig } from '../schema/site-tables.ts';
import type { Tables } from '../schema/tables.ts';
import type { Insertable, Selectable } from 'kysely';

/** A queue of a site as `schedconfig` keeps it. */
export type QueueRow = Selectable<Tables['schedconfig']>;

/** What is known of a queue; what is left out keeps its value, or gets its default. */
export type QueueChanges = Partial<Insertable<Tables['schedconfig']>> & { readonly NICKNAME: string };

/** Every queue, by name. */
export async function listQueues(database: PandaDatabase): Promise<QueueRow[]> {
  return database.sql.selectFrom('schedconfig').selectAll().orderBy('NICKNAME').execute();
}

/** The queue of this name; `undefined` when there is none. */
export async function findQueue(database: PandaDatabase, name: string): Promise<QueueRow | undefined> {
  return database.sql.selectFrom('schedconfig').selectAll().where('NICKNAME', '=', name).executeTakeFirst();
}

/** Makes a queue, or changes the columns that are given of the one that is there. */
export async function writeQueue(database: PandaDatabase, queue: QueueChanges, time: string): Promise<void> {
  const changes = { ...queue, LASTMOD: time };
  await database.write(async (transaction) => {
    const { numUpdatedRows } = await transaction.updateTable('schedconfig').set(changes).where('NICKNAME', '=', queue.NICKNAME).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) return;
    const found = await transaction.selectFrom('schedconfig').select('NICKNAME').where('NICKNAME', '=', queue.NICKNAME).executeTakeFirst();
    if (found !== undefined) return;
    await transaction.insertInto('schedconfig').values({ SYSTEM: 'panda', SITE: queue.SITEID ?? queue.NICKNAME, SITEID: queue.NICKNAME, ...changes }).execute();
  });
}

/** Names of the columns that describe a queue. */
export const queueColumns: readonly string[] = Object.keys(schedconfig.columns);

/** Those of them that hold a whole number. */
export const queueNumberColumns: readonly string[] = Object.entries(schedconfig.columns).flatMap(([name, type]) => (type.startsWith('integer') ? [name] : []));
