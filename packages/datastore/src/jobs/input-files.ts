import type { Transaction } from 'kysely';
import type { FileSpec } from '@bigpanda/model';
import { fileFromRow } from '../schema/row-mapping.ts';
import type { Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';

/** States of an input file that a job does not wait for. Source: panda-server 2014-04, OraDBProxy.insertNewJob. */
export const readyFileStates: readonly string[] = ['ready', 'cached'];

/** Marks input files as ready, wherever they are waited for, and tells whose they are. */
export async function markInputsReady(transaction: Transaction<Tables>, { column, value, lfns }: { readonly column: 'DATASET' | 'PRODDBLOCK' | 'DISPATCHDBLOCK'; readonly value: string; readonly lfns?: readonly string[] }, time: string): Promise<number[]> {
  if (lfns?.length === 0) return [];
  const rows = await transaction
    .selectFrom('filestable4').select('PANDAID').distinct()
    .where(column, '=', value).where('TYPE', '=', 'input').where('STATUS', 'not in', readyFileStates)
    .$if(lfns !== undefined, (query) => query.where('LFN', 'in', lfns ?? []))
    .execute();
  const pandaIds = rows.map((row) => Number(row.PANDAID));
  if (pandaIds.length > 0) {
    await transaction
      .updateTable('filestable4').set({ STATUS: 'ready', MODIFICATIONTIME: time })
      .where('PANDAID', 'in', pandaIds).where('TYPE', '=', 'input').where(column, '=', value)
      .$if(lfns !== undefined, (query) => query.where('LFN', 'in', lfns ?? []))
      .execute();
  }
  return pandaIds;
}

/** How many input files of a job are not ready yet. */
export async function countMissingInputs(transaction: Transaction<Tables>, pandaId: number): Promise<number> {
  const row = await transaction
    .selectFrom('filestable4').select((builder) => builder.fn.countAll().as('count'))
    .where('PANDAID', '=', pandaId).where('TYPE', '=', 'input').where('STATUS', 'not in', readyFileStates)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Jobs that have not been sent and wait for one of these files of a dataset. */
export async function findJobsWaitingFor(transaction: Transaction<Tables>, dataset: string, lfns: readonly string[]): Promise<number[]> {
  if (lfns.length === 0) return [];
  const rows = await transaction.selectFrom('filestable4').select('PANDAID').distinct().where('DATASET', '=', dataset).where('TYPE', '=', 'input').where('STATUS', 'not in', readyFileStates).where('LFN', 'in', lfns).execute();
  return rows.map((row) => Number(row.PANDAID));
}

/** Output files that jobs which have not ended are going to make, among files of these names. */
export async function findComingFiles(transaction: Transaction<Tables>, lfns: readonly string[]): Promise<FileSpec[]> {
  if (lfns.length === 0) return [];
  const rows = await transaction.selectFrom('filestable4').selectAll().where('LFN', 'in', lfns).where('TYPE', '=', 'output').where('STATUS', 'not in', ['ready', 'failed', 'cancelled']).execute();
  return rows.map(fileFromRow);
}

/** Sets the state of files of a job by their type. */
export async function setFileStates(transaction: Transaction<Tables>, pandaId: number, { types, status, time }: { readonly types: readonly string[]; readonly status: string; readonly time: string }): Promise<void> {
  await tell(transaction, transaction.updateTable('filestable4').set({ STATUS: status, MODIFICATIONTIME: time }).where('PANDAID', '=', pandaId).where('TYPE', 'in', types));
}
