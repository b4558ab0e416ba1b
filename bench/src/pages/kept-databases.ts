import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type DatabaseDialect, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { startMariadb } from '@bigpanda/datastore/testing';
import { CompiledQuery } from 'kysely';

/** A database with rows and the same one without, of one kind, that stay in a folder when they are disposed of. */
export interface KeptDatabases extends AsyncDisposable {
  readonly name: DatabaseName;
  readonly dialect: DatabaseDialect;
  readonly full: DatabaseSettings;
  readonly empty: DatabaseSettings;
}

export type DatabaseName = 'sqlite' | 'mariadb';

export interface KeepOptions {
  /** Where they stay; the name tells what they are filled with. */
  readonly folder: string;
  readonly nowMilliseconds: number;
  /** What fills the one with rows, one after the other, each in one connection, where that was not done before. */
  readonly fills: readonly Fill[];
}

/** A part of the rows. */
export interface Fill {
  /** A file of this name is written when the part is there whole. */
  readonly marker: string;
  readonly fill: (database: PandaDatabase) => Promise<void>;
}

type StartedDatabases = Omit<KeptDatabases, 'name'> & {
  /** What a connection is told that fills tables without rows. */
  readonly beforeFilling: readonly string[];
};

/** What a server for a million jobs is given: its working set in memory, and room for the log. What is on the disk after a crash of the machine does not matter here. */
const mariadbOptions = ['--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G'];

/**
 * The databases of a folder, filled where they are not yet, with their schema brought up to date: a step of the schema
 * that came after they were filled is made on the rows that are there, as at a site.
 */
export async function openKeptDatabases(name: DatabaseName, { folder, nowMilliseconds, fills }: KeepOptions): Promise<KeptDatabases> {
  const missing = fills.filter(({ marker }) => !existsSync(join(folder, marker)));
  if (fills.length > 0 && missing.length === fills.length) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const started = await (name === 'sqlite' ? openFiles(folder) : startServer(folder));
  for (const settings of [started.empty, started.full]) await (await openDatabase(started.dialect, settings, nowMilliseconds)).close();
  for (const { marker, fill } of missing) {
    await fillOne(started, fill, nowMilliseconds);
    await writeFile(join(folder, marker), '');
  }
  return { name, ...started };
}

async function openFiles(folder: string): Promise<StartedDatabases> {
  return { dialect: sqliteDialect, full: { path: join(folder, 'full.db') }, empty: { path: join(folder, 'empty.db') }, beforeFilling: [], [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function startServer(folder: string): Promise<StartedDatabases> {
  const server = await startMariadb({ dataFolder: join(folder, 'data'), options: mariadbOptions });
  const [full, empty] = [await server.makeDatabase('full'), await server.makeDatabase('empty')];
  return { dialect: mysqlDialect, full, empty, beforeFilling: ['set session unique_checks = 0, foreign_key_checks = 0'], [Symbol.asyncDispose]: () => server.stop() };
}

async function fillOne({ dialect, full, beforeFilling }: StartedDatabases, fill: Fill['fill'], nowMilliseconds: number): Promise<void> {
  const database = await openDatabase(dialect, full, nowMilliseconds);
  await database.sql.connection().execute(async (connection) => {
    for (const text of beforeFilling) await connection.executeQuery(CompiledQuery.raw(text));
    await fill({ ...database, sql: connection });
  });
  await database.close();
}
