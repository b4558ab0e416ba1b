import { Kysely, sql } from 'kysely';
import type { DatabaseDialect, DatabaseSettings } from '../dialect/database-dialect.ts';
import type { Tables } from '../schema/tables.ts';

/** Takes every row out of a database but its migrations, and lets numbers begin anew: quicker than making one. Nothing when it has no tables yet. */
export async function emptyDatabase(dialect: DatabaseDialect, settings: DatabaseSettings): Promise<void> {
  const database = new Kysely<Tables>({ dialect: dialect.connect(settings) });
  try {
    const names = (await database.introspection.getTables()).map((table) => table.name).filter((name) => name !== 'panda_migrations' && name !== 'panda_sequences');
    if (names.length === 0) return;
    await database.transaction().execute(async (transaction) => {
      for (const name of names) await sql`delete from ${sql.table(name)}`.execute(transaction);
      await transaction.updateTable('panda_sequences').set({ VALUE: 0 }).execute();
    });
  } finally {
    await database.destroy();
  }
}
