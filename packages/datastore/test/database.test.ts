import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jobAttributes } from '@bigpanda/model';
import { mysqlDialect } from '../src/dialect/mysql/dialect.ts';
import { sqliteDialect } from '../src/dialect/sqlite/dialect.ts';
import { changeJob, insertJobs, jobColumns, listJobs, migrate, openDatabase, openDatabaseReadOnly, pandaMigrations, type MigrationStep } from '../src/index.ts';
import { databaseKinds, makeJob, open, temporaryPath, type DatabaseKind } from './databases.ts';

const newDatabase = (path = temporaryPath()): ReturnType<typeof open> => open({ dialect: sqliteDialect }, { path });

const time = '2014-03-07 12:00:00';

describe.each(databaseKinds().map((kind): [string, DatabaseKind] => [kind.dialect.name, kind]))('migrate on %s', (_, kind) => {
  const newer = { name: '9999-newer', up: async ({ sql }: MigrationStep) => { await sql.schema.createTable('newer').ifNotExists().addColumn('A', 'varchar(9)').execute(); } };

  it('leaves a database alone that is up to date', async () => {
    expect(await migrate(await open(kind, await kind.newSettings()), pandaMigrations, 0)).toEqual([]);
  });

  it('accepts a database that a newer release has migrated', async () => {
    const settings = await kind.newSettings();
    await migrate(await open(kind, settings), [...pandaMigrations, newer], 0);
    const older = await open(kind, settings);
    await insertJobs(older, [{ job: makeJob(), states: ['activated'] }], { time });
    expect(await listJobs(older, { attributes: {} }, { limit: 2 })).toHaveLength(1);
  });

  it('lets servers that start at once wait for one another', async () => {
    const settings = await kind.newSettings();
    const databases = await Promise.all([1, 2, 3].map(() => open(kind, settings)));
    expect(await databases[0]?.sql.selectFrom('panda_migrations').select('NAME').execute()).toEqual(pandaMigrations.map(({ name }) => ({ NAME: name })));
  });

  it('does a step again that failed halfway', async () => {
    const settings = await kind.newSettings();
    const database = await open(kind, settings);
    const failing = { name: '9999-newer', up: async (step: MigrationStep) => { await newer.up(step); throw new Error('broken'); } };
    await expect(migrate(database, [...pandaMigrations, failing], 0)).rejects.toThrow('broken');
    expect(await migrate(database, [...pandaMigrations, newer], 0)).toEqual(['9999-newer']);
  });

  it('takes over a database that is there: adds columns, keeps rows, and gives numbers after theirs', async () => {
    const settings = await kind.newSettings();
    const bare = new Kysely<Record<string, Record<string, unknown>>>({ dialect: kind.dialect.connect(settings) });
    onTestFinished(() => bare.destroy());
    await bare.schema.createTable('jobsarchived4').addColumn('PANDAID', 'bigint', (column) => column.primaryKey()).addColumn('JOBSTATUS', 'varchar(15)').addColumn('JOBNAME', 'varchar(20)').execute();
    await bare.insertInto('jobsarchived4').values({ PANDAID: 4_000_000_000, JOBSTATUS: 'finished', JOBNAME: 'old' }).execute();
    const database = await open(kind, settings);
    expect(await insertJobs(database, [{ job: makeJob(), states: ['activated'] }], { time })).toEqual([4_000_000_001]);
    await changeJob(database, { pandaId: 4_000_000_001, time }, () => ({ outcome: 0, change: { attributes: {}, states: ['failed'], files: [] } }));
    expect(await listJobs(database, { attributes: {} }, { limit: 9 })).toMatchObject([{ PandaID: 4_000_000_001, jobStatus: 'failed' }, { PandaID: 4_000_000_000, jobName: 'old' }]);
  });
});

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

  it('tells when the file is no database', async () => {
    const path = temporaryPath();
    writeFileSync(path, 'no database '.repeat(100));
    await expect(openDatabase(sqliteDialect, { path }, 0)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE', message: expect.stringContaining('not a database') });
  });

  it('tells when the folder does not exist', async () => {
    await expect(openDatabase(sqliteDialect, { path: join(temporaryPath(), 'no', 'panda.db') }, 0)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE', hint: expect.stringContaining('Check that the folder is there') });
  });
});

describe('openDatabase on a server that does not answer', () => {
  it('tells where it looked, without the password', async () => {
    const socket = join(temporaryPath(), 'socket');
    const failure = await openDatabase(mysqlDialect, { socket, name: 'jobs', user: 'me', password: 'secret' }, 0).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DATABASE_UNUSABLE', message: expect.stringContaining(`"jobs" of ${socket} as user "me"`) });
    expect(String(failure)).not.toContain('secret');
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
