import type { Transaction } from 'kysely';
import type { FileSpec } from '@bigpanda/model';
import { fileRowChanges } from '../schema/row-mapping.ts';
import type { Tables } from '../schema/tables.ts';

/** Gives files of a job new names, in its parameters too. `before` and `after` are of the same order; a file that has the same name in both stays. */
export async function renameJobFiles(transaction: Transaction<Tables>, pandaId: number, { before, after, time }: { readonly before: readonly FileSpec[]; readonly after: readonly FileSpec[]; readonly time: string }): Promise<void> {
  const renames = before.map((file, index) => ({ old: file, now: after[index] ?? file })).filter(({ old, now }) => old.lfn !== now.lfn);
  if (renames.length === 0) return;
  for (const { old, now } of renames) {
    const { lfn, status, GUID } = now;
    const changes = fileRowChanges({ ...(lfn === undefined ? {} : { lfn }), ...(status === undefined ? {} : { status }), ...(GUID === undefined ? {} : { GUID }) });
    await transaction.updateTable('filestable4').set({ ...changes, MODIFICATIONTIME: time }).where('ROW_ID', '=', Number(old.row_ID)).execute();
  }
  const row = await transaction.selectFrom('jobparamstable').select('JOBPARAMETERS').where('PANDAID', '=', pandaId).executeTakeFirst();
  if (row?.JOBPARAMETERS === null || row === undefined) return;
  const text = renames.reduce((renamed, { old, now }) => renamed.replaceAll(String(old.lfn), String(now.lfn)), row.JOBPARAMETERS);
  await transaction.updateTable('jobparamstable').set({ JOBPARAMETERS: text, MODIFICATIONTIME: time }).where('PANDAID', '=', pandaId).execute();
}
