import type { Insertable, Selectable, Transaction, Updateable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** A task as `jedi_tasks` keeps it. */
export type TaskRow = Selectable<Tables['jedi_tasks']>;
export type TaskChanges = Updateable<Tables['jedi_tasks']>;
export type NewTaskRow = Insertable<Tables['jedi_tasks']>;

/** A file of a task's dataset: what one job, or a part of it, is made for. */
export type TaskFileRow = Selectable<Tables['jedi_dataset_contents']>;

/** A dataset of a new task. */
export interface NewTaskDataset {
  readonly name: string;
  /** `input`, `pseudo_input`, `output` or `log`. */
  readonly type: string;
  /** Names of its files; empty for outputs. */
  readonly lfns: readonly string[];
}

/** A new task with its parameters and datasets. */
export interface NewTask {
  readonly row: Omit<NewTaskRow, 'JEDITASKID' | 'CREATIONDATE' | 'MODIFICATIONTIME'>;
  /** The parameters as they were given, in JSON. */
  readonly parameters: string;
  readonly datasets: readonly NewTaskDataset[];
  /** How often a file may be tried. */
  readonly maxAttempt: number;
}

const rowsPerInsert = 200;

/** Keeps a task, all of it or nothing. One that is of no request is its own. Source: panda-jedi, `TaskRefinerBase.py`. */
export async function insertTask(database: PandaDatabase, { row, parameters, datasets, maxAttempt }: NewTask, first: { readonly jediTaskId: number; readonly datasetId: number; readonly fileId: number; readonly time: string }): Promise<void> {
  const { jediTaskId, time } = first;
  await database.write(async (transaction) => {
    await transaction.insertInto('jedi_tasks').values({ ...row, REQID: row.REQID ?? jediTaskId, JEDITASKID: jediTaskId, CREATIONDATE: time, MODIFICATIONTIME: time, STATECHANGETIME: time }).execute();
    await transaction.insertInto('jedi_taskparams').values({ JEDITASKID: jediTaskId, TASKPARAMS: parameters }).execute();
    let fileId = first.fileId;
    for (const [index, { name, type, lfns }] of datasets.entries()) {
      const datasetId = first.datasetId + index;
      await transaction.insertInto('jedi_datasets').values({
        JEDITASKID: jediTaskId, DATASETID: datasetId, DATASETNAME: name.slice(0, 255), TYPE: type, CREATIONTIME: time, MODIFICATIONTIME: time, VO: row.VO ?? null, STATUS: 'ready',
        NFILES: lfns.length, NFILESTOBEUSED: lfns.length, NFILESUSED: 0, NFILESFINISHED: 0, NFILESFAILED: 0, NFILESONHOLD: 0, CONTAINERNAME: name.slice(0, 255),
      }).execute();
      const files = lfns.map((lfn) => ({ JEDITASKID: jediTaskId, DATASETID: datasetId, FILEID: fileId++, CREATIONDATE: time, LFN: lfn.slice(0, 256), TYPE: type, STATUS: 'ready', ATTEMPTNR: 0, MAXATTEMPT: maxAttempt, KEEPTRACK: 1, FAILEDATTEMPT: 0 }));
      for (let start = 0; start < files.length; start += rowsPerInsert) await transaction.insertInto('jedi_dataset_contents').values(files.slice(start, start + rowsPerInsert)).execute();
    }
  });
}

/** A task; `undefined` for an unknown one. */
export async function readTask(database: PandaDatabase, jediTaskId: number): Promise<TaskRow | undefined> {
  return database.sql.selectFrom('jedi_tasks').selectAll().where('JEDITASKID', '=', jediTaskId).executeTakeFirst();
}

/** A task, locked until the transaction ends where the database locks rows. */
export async function lockTask(transaction: Transaction<Tables>, jediTaskId: number, locksRows: boolean): Promise<TaskRow | undefined> {
  return transaction.selectFrom('jedi_tasks').selectAll().where('JEDITASKID', '=', jediTaskId).$if(locksRows, (query) => query.forUpdate()).executeTakeFirst();
}

/** Lets a pure function decide over a task, and makes the changes it gives, in one transaction; no change leaves it as it is. */
export async function changeTask<Outcome>(database: PandaDatabase, { jediTaskId, time }: { readonly jediTaskId: number; readonly time: string }, decide: (task: TaskRow | undefined) => { readonly outcome: Outcome; readonly change?: TaskChanges }): Promise<Outcome> {
  return database.write(async (transaction) => {
    const task = await lockTask(transaction, jediTaskId, database.traits.skipsLockedRows);
    const { outcome, change } = decide(task);
    if (task !== undefined && change !== undefined) await applyTaskChange(transaction, task, { change, time });
    return outcome;
  });
}

/** Changes a task that the transaction has locked; a new state is noted with its time and the one before. */
export async function applyTaskChange(transaction: Transaction<Tables>, task: TaskRow, { change, time }: { readonly change: TaskChanges; readonly time: string }): Promise<void> {
  const moved = change.STATUS === undefined || change.STATUS === task.STATUS ? {} : { OLDSTATUS: task.STATUS, STATECHANGETIME: time };
  await transaction.updateTable('jedi_tasks').set({ ...change, ...moved, MODIFICATIONTIME: time }).where('JEDITASKID', '=', task.JEDITASKID).execute();
}

/** Which tasks to list; every condition that is given must hold. */
export interface TaskConditions {
  readonly userName?: string;
  readonly taskName?: string;
  readonly statuses?: readonly string[];
  readonly changedSince?: string;
  readonly prodSourceLabel?: string;
  readonly minId?: number;
}

/** Tasks that meet conditions, newest first. */
export async function listTasks(database: PandaDatabase, { userName, taskName, statuses, changedSince, prodSourceLabel, minId }: TaskConditions, limit: number): Promise<TaskRow[]> {
  return database.sql
    .selectFrom('jedi_tasks').selectAll()
    .$if(userName !== undefined, (query) => query.where('USERNAME', '=', userName ?? ''))
    .$if(taskName !== undefined, (query) => query.where('TASKNAME', '=', taskName ?? ''))
    .$if(statuses !== undefined, (query) => query.where('STATUS', 'in', statuses ?? []))
    .$if(changedSince !== undefined, (query) => query.where('MODIFICATIONTIME', '>=', changedSince ?? ''))
    .$if(prodSourceLabel !== undefined, (query) => query.where('PRODSOURCELABEL', '=', prodSourceLabel ?? ''))
    .$if(minId !== undefined, (query) => query.where('JEDITASKID', '>', minId ?? 0))
    .orderBy('JEDITASKID', 'desc').limit(limit).execute();
}

/** The parameters of a task as they were given, in JSON; `undefined` for an unknown task. */
export async function readTaskParameters(database: PandaDatabase, jediTaskId: number): Promise<string | undefined> {
  const row = await database.sql.selectFrom('jedi_taskparams').select('TASKPARAMS').where('JEDITASKID', '=', jediTaskId).executeTakeFirst();
  return row?.TASKPARAMS ?? undefined;
}
