import type { Transaction } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** Notes that a job is another attempt of one. */
export async function noteRetry(transaction: Transaction<Tables>, { jediTaskId, oldPandaId, newPandaId }: { readonly jediTaskId: number; readonly oldPandaId: number; readonly newPandaId: number }, time: string): Promise<void> {
  const earlier = await transaction.selectFrom('jedi_job_retry_history').select('ORIGINPANDAID').where('NEWPANDAID', '=', oldPandaId).executeTakeFirst();
  await transaction.insertInto('jedi_job_retry_history').values({ JEDITASKID: jediTaskId, OLDPANDAID: oldPandaId, NEWPANDAID: newPandaId, INS_UTC_TSTAMP: time, RELATIONTYPE: 'retry', ORIGINPANDAID: earlier?.ORIGINPANDAID ?? oldPandaId }).execute();
}

/** Which attempt followed which, of a task. */
export async function readRetryHistory(database: PandaDatabase, jediTaskId: number): Promise<{ readonly oldPandaId: number; readonly newPandaId: number }[]> {
  const rows = await database.sql.selectFrom('jedi_job_retry_history').select(['OLDPANDAID', 'NEWPANDAID']).where('JEDITASKID', '=', jediTaskId).orderBy('NEWPANDAID').execute();
  return rows.map((row) => ({ oldPandaId: row.OLDPANDAID, newPandaId: row.NEWPANDAID }));
}
