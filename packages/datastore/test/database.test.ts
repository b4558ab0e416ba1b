import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jobAttributes } from '@bigpanda/model';
import { insertJobs, jobColumns, listJobs, migrate, openDatabase, openDatabaseReadOnly, pandaMigrations, sqliteDialect } from '../src/index.ts';
import { makeJob, newDatabase, temporaryPath } from './sqlite-databases.ts';

const time = '2014-03-07 12:00:00';

describe('openDatabase', () => {
  it('makes PanDA\'s tables with a column for each attribute', async () => {
    const path = temporaryPath();
    await newDatabase(path);
    const file = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => { file.close(); });
    const columns = file.prepare("select name from pragma_table_info('jobsarchived4')").all().map((row) => row['name']);
    expect(columns).toEqual(jobAttributes.map((name) => name.toUpperCase()));
    expect(Object.keys(jobColumns)).toEqual([...jobAttributes]);
  });

  it('leaves a database alone that is up to date', async () => {
    const database = await newDatabase();
    expect(await migrate(database.sql, pandaMigrations, 0)).toEqual([]);
  });

  it('accepts a database that a newer release has migrated', async () => {
    const path = temporaryPath();
    const database = await newDatabase(path);
    await migrate(database.sql, [...pandaMigrations, { name: '9999-newer', up: async (sql) => { await sql.schema.createTable('newer').addColumn('A', 'text').execute(); } }], 0);
    await expect(newDatabase(path)).resolves.toBeDefined();
  });

  it('makes no step of a migration that fails', async () => {
    const database = await newDatabase();
    const failing = { name: '9999-failing', up: async (sql: Parameters<(typeof pandaMigrations)[number]['up']>[0]) => {
      await sql.schema.createTable('half').addColumn('A', 'text').execute();
      throw new Error('broken');
    } };
    await expect(migrate(database.sql, [...pandaMigrations, failing], 0)).rejects.toThrow('broken');
    expect((await database.sql.introspection.getTables()).map((table) => table.name)).not.toContain('half');
  });

  it('tells when the file is no database', async () => {
    const path = temporaryPath();
    writeFileSync(path, 'no database '.repeat(100));
    await expect(openDatabase(sqliteDialect, { path }, 0)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE', message: expect.stringContaining('not a database') });
  });

  it('tells when the folder does not exist', async () => {
    await expect(openDatabase(sqliteDialect, { path: join(temporaryPath(), 'no', 'panda.db') }, 0)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE', hint: expect.stringContaining('Make the folder') });
  });
});

describe('openDatabaseReadOnly', () => {
  it('tells that there is no database yet', async () => {
    await expect(openDatabaseReadOnly(sqliteDialect, { path: temporaryPath() })).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('tells that there are no tables yet', async () => {
    const path = temporaryPath();
    new DatabaseSync(path).close();
    await expect(openDatabaseReadOnly(sqliteDialect, { path })).rejects.toMatchObject({ code: 'DATABASE_MISSING' });
  });

  it('reads while another connection is in the middle of writing', async () => {
    const path = temporaryPath();
    const writer = await newDatabase(path);
    await insertJobs(writer, [{ job: makeJob(), states: ['activated'] }], { time });
    await writer.sql.transaction().execute(async (transaction) => {
      await transaction.updateTable('jobsactive4').set({ JOBNAME: 'changed' }).execute();
      const reader = await openDatabaseReadOnly(sqliteDialect, { path });
      expect(await listJobs(reader, { attributes: {} }, { limit: 10 })).toMatchObject([{ jobName: 'job' }]);
      await reader.close();
    });
  });

  it('reads after the writer has ended', async () => {
    const path = temporaryPath();
    const writer = await openDatabase(sqliteDialect, { path }, 0);
    await insertJobs(writer, [{ job: makeJob(), states: ['activated'] }], { time });
    await writer.close();
    const reader = await openDatabaseReadOnly(sqliteDialect, { path });
    onTestFinished(() => reader.close());
    expect(await listJobs(reader, { attributes: {} }, { limit: 10 })).toHaveLength(1);
  });

  it('refuses to write', async () => {
    const path = temporaryPath();
    await newDatabase(path);
    const reader = await openDatabaseReadOnly(sqliteDialect, { path });
    onTestFinished(() => reader.close());
    await expect(insertJobs(reader, [{ job: makeJob(), states: ['activated'] }], { time })).rejects.toThrow('readonly');
  });
});
