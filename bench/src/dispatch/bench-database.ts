import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type DatabaseDialect, type DatabaseSettings } from '@bigpanda/datastore';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { startMariadb } from '@bigpanda/datastore/testing';
import { fillJobs, type JobCounts } from './job-rows.ts';

/** A kind of database that the bench makes databases of. */
export interface BenchDatabases extends AsyncDisposable {
  readonly name: 'sqlite' | 'mariadb';
  readonly dialect: DatabaseDialect;
  /** Settings of a new database, filled with jobs where it is told how many. */
  make(counts?: JobCounts): Promise<DatabaseSettings>;
}

/** What a server for a million jobs is given: its working set in memory, and room for the log. All else is MariaDB's default, so that what is committed is on the disk. */
const mariadbOptions = ['--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G'];

/** SQLite files in a temporary folder. */
export function sqliteDatabases(): BenchDatabases {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'));
  let count = 0;
  return {
    name: 'sqlite',
    dialect: sqliteDialect,
    make: (counts) => fill(sqliteDialect, { path: join(folder, `${(count += 1)}.db`) }, counts),
    [Symbol.asyncDispose]: async () => { rmSync(folder, { recursive: true }); },
  };
}

/** Databases of a MariaDB server that runs until they are disposed of. */
export async function mariadbDatabases(): Promise<BenchDatabases> {
  const server = await startMariadb({ isDurable: true, options: mariadbOptions });
  let count = 0;
  return {
    name: 'mariadb',
    dialect: mysqlDialect,
    make: async (counts) => fill(mysqlDialect, await server.makeDatabase(`bench${(count += 1)}`), counts),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

async function fill(dialect: DatabaseDialect, settings: DatabaseSettings, counts: JobCounts | undefined): Promise<DatabaseSettings> {
  if (counts === undefined) return settings;
  const database = await openDatabase(dialect, settings, Date.now());
  await fillJobs(database, counts, Date.now());
  await database.close();
  return settings;
}
