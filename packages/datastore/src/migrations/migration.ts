import type { Kysely, Transaction } from 'kysely';
import { formatUtcTime } from '@bigpanda/model';
import type { Tables } from '../schema/tables.ts';

/** One step of the schema. It only adds: tables, columns, indexes; so the release before still runs on the result. */
export interface Migration {
  /** Sorts after the names before it; never changes once released. */
  readonly name: string;
  up(database: Transaction<Tables>): Promise<void>;
}

/**
 * Brings the schema up to date, all steps in one transaction where the database can.
 * Steps that a newer release has already made are left alone.
 * @returns the names of the steps that were made
 */
export async function migrate(database: Kysely<Tables>, migrations: readonly Migration[], nowMilliseconds: number): Promise<string[]> {
  return database.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('panda_migrations')
      .ifNotExists()
      .addColumn('NAME', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('APPLIED_AT', 'datetime', (column) => column.notNull())
      .execute();
    const rows = await transaction.selectFrom('panda_migrations').select('NAME').execute();
    const made = new Set(rows.map((row) => row.NAME));
    const missing = migrations.filter((migration) => !made.has(migration.name));
    for (const migration of missing) {
      await migration.up(transaction);
      await transaction.insertInto('panda_migrations').values({ NAME: migration.name, APPLIED_AT: formatUtcTime(nowMilliseconds) }).execute();
    }
    return missing.map((migration) => migration.name);
  });
}
