import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings } from '../dialect/database-dialect.ts';
import { sqliteDialect } from '../dialect/sqlite/dialect.ts';
import { openDatabase } from '../panda-database.ts';
import { findRunFolder } from './shared-mariadb.ts';

let template: Promise<string> | undefined;

/** Makes a file of SQLite with PanDA's tables and no rows, as a copy of one that is made once: quicker than making the tables. */
export async function makeSqliteFile(path: string): Promise<DatabaseSettings> {
  template ??= makeTemplate();
  copyFileSync(await template, path);
  return { path };
}

async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(findRunFolder() ?? tmpdir(), 'panda-template-'));
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true }); });
  const path = join(folder, 'panda.db');
  const database = await openDatabase(sqliteDialect, { path }, 0);
  await database.sql.updateTable('panda_sequences').set({ VALUE: 0 }).execute();
  await database.close();
  return path;
}
