import type { Selectable, Transaction } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';
import type { TaskFileRow } from './task-record.ts';

/** A dataset of a task as `jedi_datasets` keeps it. */
export type TaskDatasetRow = Selectable<Tables['jedi_datasets']>;

/** Types of datasets whose files are the work of a task. */
export const workTypes: readonly string[] = ['input', 'pseudo_input'];

/** The datasets of a task, in the order they were made. */
export async function readTaskDatasets(database: Pick<PandaDatabase, 'sql'>, jediTaskId: number): Promise<TaskDatasetRow[]> {
  return database.sql.selectFrom('jedi_datasets').selectAll().where('JEDITASKID', '=', jediTaskId).orderBy('DATASETID').execute();
}

/** Files of a task's datasets, in their order. */
export async function readTaskFiles(database: Pick<PandaDatabase, 'sql'>, jediTaskId: number, { types = workTypes, status }: { readonly types?: readonly string[]; readonly status?: string } = {}): Promise<TaskFileRow[]> {
  return database.sql
    .selectFrom('jedi_dataset_contents').selectAll()
    .where('JEDITASKID', '=', jediTaskId).where('TYPE', 'in', types)
    .$if(status !== undefined, (query) => query.where('STATUS', '=', status ?? ''))
    .orderBy('FILEID').execute();
}

/** Sets the state of files of a task, and the job they are with. */
export async function setTaskFiles(transaction: Transaction<Tables>, jediTaskId: number, { fileIds, ...change }: { readonly fileIds: readonly number[]; readonly STATUS: string; readonly PANDAID?: number; readonly ATTEMPTNR?: number; readonly MAXATTEMPT?: number }): Promise<void> {
  if (fileIds.length === 0) return;
  await transaction.updateTable('jedi_dataset_contents').set(change).where('JEDITASKID', '=', jediTaskId).where('FILEID', 'in', fileIds).execute();
}

/** How many files of a task's work are in each state. */
export async function countTaskFiles(transaction: Transaction<Tables>, jediTaskId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction
    .selectFrom('jedi_dataset_contents').select((builder) => ['STATUS', builder.fn.countAll().as('FILECOUNT')])
    .where('JEDITASKID', '=', jediTaskId).where('TYPE', 'in', workTypes).groupBy('STATUS').execute();
  return new Map(rows.map((row) => [row.STATUS, Number(row.FILECOUNT)]));
}

/** Notes how many files of a task's work were used, finished and failed. */
export async function noteTaskCounts(transaction: Transaction<Tables>, jediTaskId: number, counts: { readonly used: number; readonly finished: number; readonly failed: number; readonly time: string }): Promise<void> {
  await transaction
    .updateTable('jedi_datasets').set({ NFILESUSED: counts.used, NFILESFINISHED: counts.finished, NFILESFAILED: counts.failed, MODIFICATIONTIME: counts.time })
    .where('JEDITASKID', '=', jediTaskId).where('TYPE', 'in', workTypes).execute();
}

/** Files of a task's work. */
export interface TaskFiles {
  readonly files: number;
  readonly finished: number;
  readonly failed: number;
}

/** Files of the work of tasks, summed over their datasets, by task. */
export async function sumTaskFiles({ sql }: Pick<PandaDatabase, 'sql'>, jediTaskIds: readonly number[]): Promise<ReadonlyMap<number, TaskFiles>> {
  const sums = new Map<number, TaskFiles>();
  for (let start = 0; start < jediTaskIds.length; start += 500) {
    const rows = await sql.selectFrom('jedi_datasets').select(['JEDITASKID', 'NFILES', 'NFILESFINISHED', 'NFILESFAILED'])
      .where('JEDITASKID', 'in', jediTaskIds.slice(start, start + 500)).where('TYPE', 'in', workTypes).execute();
    for (const row of rows) {
      const sum = sums.get(row.JEDITASKID) ?? { files: 0, finished: 0, failed: 0 };
      sums.set(row.JEDITASKID, { files: sum.files + (row.NFILES ?? 0), finished: sum.finished + (row.NFILESFINISHED ?? 0), failed: sum.failed + (row.NFILESFAILED ?? 0) });
    }
  }
  return sums;
}
