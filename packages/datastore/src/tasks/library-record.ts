import type { Transaction } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { advance } from '../sequence.ts';
import type { TaskFileRow } from './task-record.ts';

/** The type of what the build job of a task makes for its other jobs. Source: panda-jedi, JediDatasetSpec. */
const libraryType = 'lib';

/** The numbers of a library that is going to be made, and of the log of its build. */
export interface LibraryNumbers {
  readonly datasetId: number;
  readonly fileId: number;
  readonly logFileId: number;
}

/** Numbers for a new library. */
export async function takeLibraryNumbers(transaction: Transaction<Tables>): Promise<LibraryNumbers> {
  const datasetId = await advance(transaction, 'DATASETID', 1);
  const fileId = await advance(transaction, 'FILEID', 2);
  return { datasetId, fileId, logFileId: fileId + 1 };
}

/** Keeps a library that a build job is going to make, as `running` with that job. */
export async function insertLibrary(transaction: Transaction<Tables>, library: Omit<LibraryNumbers, 'logFileId'> & { readonly jediTaskId: number; readonly dataset: string; readonly lfn: string; readonly pandaId: number }, time: string): Promise<void> {
  const { jediTaskId: JEDITASKID, datasetId: DATASETID, fileId: FILEID, dataset, lfn, pandaId } = library;
  await transaction.insertInto('jedi_datasets').values({
    JEDITASKID, DATASETID, DATASETNAME: dataset, CONTAINERNAME: dataset, TYPE: libraryType, CREATIONTIME: time, MODIFICATIONTIME: time, STATUS: 'defined',
    NFILES: 1, NFILESTOBEUSED: 1, NFILESUSED: 1, NFILESFINISHED: 0, NFILESFAILED: 0, NFILESONHOLD: 0,
  }).execute();
  await transaction.insertInto('jedi_dataset_contents').values({ JEDITASKID, DATASETID, FILEID, CREATIONDATE: time, LFN: lfn, TYPE: libraryType, STATUS: 'running', ATTEMPTNR: 0, MAXATTEMPT: 1, KEEPTRACK: 1, FAILEDATTEMPT: 0, PANDAID: pandaId }).execute();
}

/** The newest library of a task that is made or being made since a time, with the dataset it is in; `undefined` when there is none. */
export async function findLibrary(transaction: Transaction<Tables>, jediTaskId: number, createdSince: string): Promise<{ readonly file: TaskFileRow; readonly dataset: string } | undefined> {
  const file = await transaction
    .selectFrom('jedi_dataset_contents').selectAll()
    .where('JEDITASKID', '=', jediTaskId).where('TYPE', '=', libraryType).where('STATUS', 'in', ['running', 'finished']).where('CREATIONDATE', '>=', createdSince)
    .orderBy('FILEID', 'desc').limit(1).executeTakeFirst();
  if (file === undefined) return undefined;
  const { DATASETNAME } = await transaction.selectFrom('jedi_datasets').select('DATASETNAME').where('JEDITASKID', '=', jediTaskId).where('DATASETID', '=', file.DATASETID).executeTakeFirstOrThrow();
  return { file, dataset: DATASETNAME };
}
