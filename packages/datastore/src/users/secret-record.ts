import type { PandaDatabase } from '../panda-database.ts';

type Secrets = Readonly<Record<string, string>>;

/** What a user keeps for jobs, by key. */
export async function readSecrets(database: Pick<PandaDatabase, 'sql'>, owner: string): Promise<Secrets> {
  const row = await database.sql.selectFrom('secrets').select('DATA').where('OWNER', '=', owner.slice(0, 60)).executeTakeFirst();
  const value: unknown = JSON.parse(row?.DATA ?? '{}');
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, text]: [string, unknown]) => [key, String(text)])) : {};
}

/** Lets a pure function change what a user keeps. */
export async function changeSecrets(database: PandaDatabase, { owner, time }: { readonly owner: string; readonly time: string }, change: (secrets: Secrets) => Secrets): Promise<void> {
  await database.write(async (transaction) => {
    const secrets = change(await readSecrets({ sql: transaction }, owner));
    await transaction.deleteFrom('secrets').where('OWNER', '=', owner.slice(0, 60)).execute();
    await transaction.insertInto('secrets').values({ OWNER: owner.slice(0, 60), UPDATED_AT: time, DATA: JSON.stringify(secrets) }).execute();
  });
}
