import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { startProgram } from '@bigpanda/program/testing';
import { readSiteFile } from '@bigpanda/server';
import { fillOwnStores } from '../demo-data/own-stores.ts';
import { makeDay } from '../demo-data/day.ts';
import { pluginFolder } from './found-pages.ts';

const packages = new URL('../../packages/', import.meta.url);

/** Makes a database with tables and nothing in them. */
export async function makeEmptyDatabase(path: string): Promise<void> {
  await (await openDatabase(sqliteDialect, { path }, Date.now())).close();
}

/** Makes a database with the demonstration's day, which ends now. */
export async function makeFilledDatabase(path: string, jobCount: number): Promise<void> {
  const database = await openDatabase(sqliteDialect, { path }, Date.now());
  await makeDay({ database, sites: readSiteFile(fileURLToPath(new URL('../demo-data/sites.toml', import.meta.url))), seed: 1, end: Date.now(), jobCount });
  await fillOwnStores({ database, folder: storesBeside(path), end: Date.now() });
  await database.close();
}

/** Folder of the VOs' own tables of a monitor on a database. */
export function storesBeside(databasePath: string): string {
  return join(databasePath, '../vo');
}

/** A monitor with the plug-ins of the workspace on a port of its own. */
export interface RunningMonitor extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
}

/** Starts the monitor from source on a database; its configuration is written beside the database. */
export async function startMonitor(databasePath: string): Promise<RunningMonitor> {
  const configuration = join(databasePath, '..', 'bigpandamon.toml');
  writeFileSync(configuration, `listen = "127.0.0.1:0"\ndatabase.path = ${JSON.stringify(databasePath)}\nstores.folder = ${JSON.stringify(storesBeside(databasePath))}\n`);
  const program = startProgram(new URL('monitor-core/src/main.ts', packages), ['--config', configuration, '--plugins', pluginFolder]);
  return {
    address: await program.waitForAddress(),
    [Symbol.asyncDispose]: async () => {
      program.stop('SIGTERM');
      await program.ended;
    },
  };
}
