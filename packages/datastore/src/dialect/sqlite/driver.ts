import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { CompiledQuery, SqliteDriver, type DatabaseConnection, type SqliteStatement } from 'kysely';

/**
 * Kysely's SQLite driver over `node:sqlite`, whose transactions take the write lock at once: one that reads first and
 * writes later would fail with `database is locked` when another process wrote between.
 */
export class ImmediateDriver extends SqliteDriver {
  constructor(file: DatabaseSync) {
    super({ database: { close: () => { file.close(); }, prepare: (sql) => prepare(file, sql) } });
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function prepare(file: DatabaseSync, sql: string): SqliteStatement {
  const statement = file.prepare(sql);
  return {
    reader: returnsRows(sql),
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  };
}

/** `StatementSync.columns` would tell, but is newer than the oldest Node.js we run on (22.13). Values are bound, so none stands in the text. */
function returnsRows(sql: string): boolean {
  return /^\s*(select|with|pragma|explain)\b|\breturning\b/i.test(sql);
}

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
    throw new TypeError(`bind value: a value of type "${typeof value}" cannot be stored`);
  });
}
