import { Kysely, type Transaction } from 'kysely';
import { isPandaError, PandaError } from '@bigpanda/model';
import { countConnections, type ConnectionUsage } from './connection-usage.ts';
import type { DatabaseDialect, DatabaseSettings, DialectTraits } from './dialect/database-dialect.ts';
import { migrate } from './migrations/migration.ts';
import { pandaMigrations } from './migrations/panda-migrations.ts';
import type { Tables } from './schema/tables.ts';
import { transact } from './transaction.ts';

/** An open database with PanDA's tables; `close` it at the end. */
export interface PandaDatabase {
  readonly sql: Kysely<Tables>;
  readonly traits: DialectTraits;
  /** What stands before the name of a table where a statement calls something else by that name. */
  readonly schema: string;
  /** Of its connections, now. */
  readonly usage: ConnectionUsage;
  /** Does a piece of work in one transaction: all of it is kept or none. It is begun again, from the start, when the database gave another one the way. */
  write<Result>(work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * A database opened for reading and writing, with its schema up to date.
 * @throws PandaError `DATABASE_UNUSABLE`
 */
export async function openDatabase(dialect: DatabaseDialect, settings: DatabaseSettings, nowMilliseconds: number): Promise<PandaDatabase> {
  const { dialect: counted, usage } = countConnections(dialect.connect(settings));
  const sql = new Kysely<Tables>({ dialect: counted });
  try {
    await migrate({ sql, traits: dialect.traits }, pandaMigrations, nowMilliseconds);
  } catch (cause) {
    await sql.destroy();
    throw isPandaError(cause) ? cause : unusable(dialect, settings, cause);
  }
  return wrap(sql, { traits: dialect.traits, schema: dialect.schemaOf(settings), usage });
}

/**
 * A database opened for reading only.
 * @throws PandaError `DATABASE_MISSING` when there is none yet or it has no tables yet, `DATABASE_UNUSABLE`
 */
export async function openDatabaseReadOnly(dialect: DatabaseDialect, settings: DatabaseSettings): Promise<PandaDatabase> {
  const { dialect: counted, usage } = countConnections(dialect.connectReadOnly(settings));
  const sql = new Kysely<Tables>({ dialect: counted });
  try {
    await sql.selectFrom('panda_migrations').select('NAME').limit(1).execute();
  } catch (cause) {
    const isMissing = dialect.traits.classifyFault(cause) === 'table-missing';
    await sql.destroy();
    if (isPandaError(cause)) throw cause;
    if (isMissing) throw new PandaError('DATABASE_MISSING', `open database: ${dialect.describe(settings)} has no tables yet`, { hint: 'Start panda-server, which makes them.' });
    throw unusable(dialect, settings, cause);
  }
  return wrap(sql, { traits: dialect.traits, schema: dialect.schemaOf(settings), usage });
}

function wrap(sql: Kysely<Tables>, facts: Pick<PandaDatabase, 'traits' | 'schema' | 'usage'>): PandaDatabase {
  return { sql, ...facts, write: (work) => transact(sql, facts.traits, work), close: () => sql.destroy() };
}

function unusable(dialect: DatabaseDialect, settings: DatabaseSettings, cause: unknown): PandaError {
  const fact = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
  return new PandaError('DATABASE_UNUSABLE', `open database: ${dialect.describe(settings)}: ${fact}`, { hint: dialect.accessHint, cause });
}
