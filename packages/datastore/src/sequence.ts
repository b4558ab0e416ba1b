import type { Transaction } from 'kysely';
import type { Tables } from './schema/tables.ts';

/** Counters that give out numbers. */
export type SequenceName = 'PANDAID' | 'ROW_ID' | 'JOBDEFINITIONID' | 'JOBSETID';

/** The first of `count` numbers in a row that nobody else gets. A sequence begins at 1. */
export async function takeNumbers(database: Transaction<Tables>, name: SequenceName, count: number): Promise<number> {
  const { numUpdatedRows } = await database
    .updateTable('panda_sequences')
    .set((expression) => ({ VALUE: expression('VALUE', '+', count) }))
    .where('NAME', '=', name)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) await database.insertInto('panda_sequences').values({ NAME: name, VALUE: count }).execute();
  const row = await database.selectFrom('panda_sequences').select('VALUE').where('NAME', '=', name).executeTakeFirstOrThrow();
  return row.VALUE - count + 1;
}
