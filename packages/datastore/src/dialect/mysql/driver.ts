import { CompiledQuery, MysqlDriver, type DatabaseConnection } from 'kysely';
import { makePool } from './connection.ts';
import type { DatabaseSettings } from '../database-dialect.ts';

export interface DriverSettings {
  readonly database: DatabaseSettings;
  readonly readOnly: boolean;
}

/**
 * Kysely's driver over mysql2. Each transaction sees what others have committed at each statement (`read committed`):
 * with the default, a statement that looks for a job would lock the gaps between jobs, and pilots would wait for each other.
 */
export function makeDriver({ database, readOnly }: DriverSettings): MysqlDriver {
  return new MysqlDriver({ pool: makePool(database), onCreateConnection: (connection) => prepareConnection(connection, readOnly) });
}

/**
 * Bytes of a table that a statement of the monitor makes on its way before the server moves it to a file. Rows of such tables
 * are as wide as their columns may be, and with the server's default of 16 MB counting by ten attributes takes ten times longer.
 */
const temporaryTableBytes = 128 * 1024 * 1024;

async function prepareConnection(connection: DatabaseConnection, readOnly: boolean): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw('set session transaction isolation level read committed'));
  await connection.executeQuery(CompiledQuery.raw("set session time_zone = '+00:00', session sql_mode = 'strict_trans_tables,error_for_division_by_zero,no_engine_substitution'"));
  if (!readOnly) return;
  await connection.executeQuery(CompiledQuery.raw(`set session tmp_table_size = ${temporaryTableBytes}, session max_heap_table_size = ${temporaryTableBytes}`));
  await connection.executeQuery(CompiledQuery.raw('set session transaction read only'));
}
