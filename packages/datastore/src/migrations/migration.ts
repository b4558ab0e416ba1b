import type { Kysely, Transaction } from 'kysely';
import { formatUtcTime } from '@bigpanda/model';
import type { DialectTraits } from '../dialect/database-dialect.ts';
import type { Tables } from '../schema/tables.ts';

/** What a step of the schema works with. */
export interface MigrationStep {
  readonly sql: Transaction<Tables>;
  readonly traits: DialectTraits;
  /** Columns, in upper case, of the tables that were there before, by the table's name in lower case. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One step of the schema. It only adds: tables, columns, indexes; so the release before still runs on the result. */
export interface Migration {
  /** Sorts after the names before it; never changes once released. */
  readonly name: string;
  /** Must come to the same end when it was broken off before: some databases do not undo a schema change. */
  up(step: MigrationStep): Promise<void>;
}

export interface MigrationInput {
  readonly sql: Kysely<Tables>;
  readonly traits: DialectTraits;
}

/**
 * Brings the schema up to date under the database's migration lock, so that servers that start at once wait for one
 * another; all steps in one transaction where the database can. Steps that a newer release has already made are left alone.
 * @returns the names of the steps that were made
 */
export async function migrate({ sql, traits }: MigrationInput, migrations: readonly Migration[], nowMilliseconds: number): Promise<string[]> {
  const { adapter } = sql.getExecutor();
  const lock = { lockTable: 'panda_migrations', lockRowId: 'panda' };
  return sql.connection().execute(async (connection) => {
    await adapter.acquireMigrationLock(connection, lock);
    try {
      return await connection.transaction().execute((transaction) => makeSteps(transaction, { traits, migrations, time: formatUtcTime(nowMilliseconds) }));
    } finally {
      await adapter.releaseMigrationLock(connection, lock);
    }
  });
}

async function makeSteps(sql: Transaction<Tables>, { traits, migrations, time }: { readonly traits: DialectTraits; readonly migrations: readonly Migration[]; readonly time: string }): Promise<string[]> {
  await sql.schema
    .createTable('panda_migrations')
    .ifNotExists()
    .addColumn('NAME', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('APPLIED_AT', 'datetime', (column) => column.notNull())
    .execute();
  const rows = await sql.selectFrom('panda_migrations').select('NAME').execute();
  const made = new Set(rows.map((row) => row.NAME));
  const missing = migrations.filter((migration) => !made.has(migration.name));
  const names: string[] = [];
  for (const migration of missing) {
    await migration.up({ sql, traits, columns: await readColumns(sql) });
    await sql.insertInto('panda_migrations').values({ NAME: migration.name, APPLIED_AT: time }).execute();
    names.push(migration.name);
  }
  return names;
}

async function readColumns(sql: Transaction<Tables>): Promise<Map<string, Set<string>>> {
  const tables = await sql.introspection.getTables();
  return new Map(tables.map((table) => [table.name.toLowerCase(), new Set(table.columns.map((column) => column.name.toUpperCase()))]));
}
