import type { PandaDatabase } from '../panda-database.ts';

const maxCharacters = 2048;

/** Keeps the end of what a job in debug mode has printed. */
export async function noteJobOutput(database: PandaDatabase, pandaId: number, text: string): Promise<void> {
  const STDOUT = text.slice(-maxCharacters);
  await database.write(async (transaction) => {
    await transaction.deleteFrom('jobsdebug').where('PANDAID', '=', pandaId).execute();
    await transaction.insertInto('jobsdebug').values({ PANDAID: pandaId, STDOUT }).execute();
  });
}

/** The end of what a job in debug mode has printed; `undefined` when nothing is known. */
export async function readJobOutput(database: PandaDatabase, pandaId: number): Promise<string | undefined> {
  const row = await database.sql.selectFrom('jobsdebug').select('STDOUT').where('PANDAID', '=', pandaId).executeTakeFirst();
  return row?.STDOUT ?? undefined;
}
