import { Kysely } from 'kysely';
import { PandaError } from '@bigpanda/model';
import type { DatabaseDialect, DatabaseSettings, DialectCapabilities } from './dialect/database-dialect.ts';
import { migrate } from './migrations/migration.ts';
import { pandaMigrations } from './migrations/panda-migrations.ts';
import type { Tables } from './schema/tables.ts';

/** An open database with PanDA's tables; `close` it at the end. */
export interface PandaDatabase {
  readonly sql: Kysely<Tables>;
  readonly capabilities: DialectCapabilities;
  close(): Promise<void>;
}

/**
 * A database opened for reading and writing, with its schema up to date.
 * @throws PandaError `DATABASE_UNUSABLE`
 */
export async function openDatabase(dialect: DatabaseDialect, settings: DatabaseSettings, nowMilliseconds: number): Promise<PandaDatabase> {
  const sql = new Kysely<Tables>({ dialect: dialect.connect(settings) });
  try {
    await migrate(sql, pandaMigrations, nowMilliseconds);
  } catch (cause) {
    await sql.destroy();
    throw new PandaError('DATABASE_UNUSABLE', `bring database up to date: "${settings.path}": ${(cause as Error).message}`, {
      hint: 'Check that the file is a database of panda-server and that its folder can be written.',
      cause,
    });
  }
  return { sql, capabilities: dialect.capabilities, close: () => sql.destroy() };
}

/**
 * A database opened for reading only.
 * @throws PandaError `DATABASE_MISSING` when there is none yet or it has no tables yet, `DATABASE_UNUSABLE`
 */
export async function openDatabaseReadOnly(dialect: DatabaseDialect, settings: DatabaseSettings): Promise<PandaDatabase> {
  const sql = new Kysely<Tables>({ dialect: dialect.connectReadOnly(settings) });
  try {
    await sql.selectFrom('panda_migrations').select('NAME').limit(1).execute();
  } catch (cause) {
    const tables = await sql.introspection.getTables();
    await sql.destroy();
    if (tables.some((table) => table.name === 'panda_migrations')) throw cause;
    throw new PandaError('DATABASE_MISSING', `open database: "${settings.path}" has no tables yet`, { hint: 'Start panda-server, which makes them.' });
  }
  return { sql, capabilities: dialect.capabilities, close: () => sql.destroy() };
}
