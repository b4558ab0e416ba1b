import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { JobSpec } from '@bigpanda/model';
import { mysqlDialect } from '../src/dialect/mysql/dialect.ts';
import { sqliteDialect } from '../src/dialect/sqlite/dialect.ts';
import { openDatabase, type DatabaseDialect, type DatabaseSettings, type PandaDatabase } from '../src/index.ts';
import { emptyDatabase, makeSqliteFile, useMariadb, type TestMariadb } from '../src/testing/index.ts';

/** One kind of database that the contract suite runs on. */
export interface DatabaseKind {
  readonly dialect: DatabaseDialect;
  /** Settings of a database that does not exist yet, or is empty; gone after the test. */
  newSettings(): Promise<DatabaseSettings>;
  /** Settings of a database that has PanDA's tables or none, and no rows. Only one is in use at a time. */
  emptySettings(): Promise<DatabaseSettings>;
}

const newFile = async (): Promise<DatabaseSettings> => ({ path: temporaryPath() });
const sqlite: DatabaseKind = { dialect: sqliteDialect, newSettings: newFile, emptySettings: () => makeSqliteFile(temporaryPath()) };

/** Every kind of database; the servers that they need run as long as the tests of the file. */
export function databaseKinds(): readonly DatabaseKind[] {
  let server: TestMariadb | undefined;
  let count = 0;
  beforeAll(async () => { server = await useMariadb(); }, 120_000);
  afterAll(() => server?.stop());
  let shared: DatabaseSettings | undefined;
  const newSettings = async (): Promise<DatabaseSettings> => {
    if (server === undefined) throw new Error('the MariaDB server has not started');
    count += 1;
    return server.makeDatabase(`panda${count}`);
  };
  const emptySettings = async (): Promise<DatabaseSettings> => {
    shared ??= await newSettings();
    await emptyDatabase(mysqlDialect, shared);
    return shared;
  };
  const mysql: DatabaseKind = { dialect: mysqlDialect, newSettings, emptySettings };
  return [sqlite, mysql];
}

/** A path for a database in a folder that is removed after the test. */
export function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'panda-datastore-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return join(folder, 'panda.db');
}

/** An open database that is closed after the test. */
export async function open({ dialect }: Pick<DatabaseKind, 'dialect'>, settings: DatabaseSettings): Promise<PandaDatabase> {
  const database = await openDatabase(dialect, settings, 0);
  onTestFinished(() => database.close());
  return database;
}

/** A job for a site, with one log file. */
export function makeJob(attributes: JobSpec['attributes'] = {}): JobSpec {
  return { attributes: { computingSite: 'SITE', prodSourceLabel: 'panda', jobName: 'job', jobParameters: '-x', ...attributes }, files: [{ lfn: 'a.log', type: 'log' }] };
}
