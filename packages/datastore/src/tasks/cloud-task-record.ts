import type { Selectable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';
import { advance } from '../sequence.ts';

/** The cloud that a production task runs in. */
export type CloudTaskRow = Selectable<Tables['cloudtasks']>;

/** The cloud of a task; `undefined` when nobody has asked for one. */
export async function findCloudTask(database: PandaDatabase, taskId: number): Promise<CloudTaskRow | undefined> {
  return database.sql.selectFrom('cloudtasks').selectAll().where('TASKID', '=', taskId).executeTakeFirst();
}

/** Tasks that have waited for a cloud since a time. */
export async function listAssigningTasks(database: PandaDatabase, changedSince: string): Promise<number[]> {
  const rows = await database.sql.selectFrom('cloudtasks').select('TASKID').where('STATUS', '=', 'defined').where('TMOD', '>', changedSince).orderBy('TASKID').execute();
  return rows.flatMap((row) => (row.TASKID === null ? [] : [row.TASKID]));
}

/** Notes the cloud of a task, or that it waits for one; a task that has a cloud keeps it. @returns the cloud that it has then */
export async function assignCloudTask(database: PandaDatabase, { taskId, cloud }: { readonly taskId: number; readonly cloud: string | undefined }, time: string): Promise<string | undefined> {
  const changes = { CLOUD: cloud ?? null, STATUS: cloud === undefined ? 'defined' : 'assigned', TMOD: time };
  return database.write(async (transaction) => {
    const ID = await advance(transaction, 'CLOUDTASKID', 1);
    const found = await transaction.selectFrom('cloudtasks').selectAll().where('TASKID', '=', taskId).$if(database.traits.skipsLockedRows, (query) => query.forUpdate()).executeTakeFirst();
    if (found?.STATUS === 'assigned') return found.CLOUD ?? undefined;
    if (found === undefined) await transaction.insertInto('cloudtasks').values({ ...changes, ID, TASKID: taskId, TENTER: time }).execute();
    else await transaction.updateTable('cloudtasks').set(changes).where('ID', '=', found.ID).execute();
    return cloud;
  });
}

/** Sets the state of a task, which is made when nobody has asked for a cloud for it yet. */
export async function setCloudTaskStatus(database: PandaDatabase, { taskId, status }: { readonly taskId: number; readonly status: string }, time: string): Promise<void> {
  await database.write(async (transaction) => {
    const ID = await advance(transaction, 'CLOUDTASKID', 1);
    const { numUpdatedRows } = await transaction.updateTable('cloudtasks').set({ STATUS: status, TMOD: time }).where('TASKID', '=', taskId).executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) await transaction.insertInto('cloudtasks').values({ ID, TASKID: taskId, STATUS: status, TMOD: time, TENTER: time }).execute();
  });
}
