import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JobSpec } from '@bigpanda/model';
import { openDatabase, sqliteDialect, type PandaDatabase } from '../src/index.ts';

/** A path for a database in a folder that is removed after the test. */
export function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'panda-datastore-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return join(folder, 'panda.db');
}

/** A new database that is closed after the test. */
export async function newDatabase(path = temporaryPath()): Promise<PandaDatabase> {
  const database = await openDatabase(sqliteDialect, { path }, 0);
  onTestFinished(() => database.close());
  return database;
}

/** A job for a site, with one log file. */
export function makeJob(attributes: JobSpec['attributes'] = {}): JobSpec {
  return { attributes: { computingSite: 'SITE', prodSourceLabel: 'panda', jobName: 'job', jobParameters: '-x', ...attributes }, files: [{ lfn: 'a.log', type: 'log' }] };
}
