import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { insertJobs, openDatabase, type NewJob, type PandaDatabase } from '@bigpanda/datastore';
import { createLog } from '@bigpanda/program';
import { configurationSchema, createApp, createJobSource, createStoreSource, readStaticFiles, settingsOfApp, storesInFolder, type FoundPlugin } from '../src/index.ts';

/** Takes what has to be done at the end; the end of the test when nothing else is said. */
export type EndList = (end: () => void | Promise<void>) => void;

/** A folder that is removed at the end. */
export function temporaryFolder(atEnd: EndList = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'bigpandamon-'));
  atEnd(() => { rmSync(folder, { recursive: true }); });
  return folder;
}

export interface MonitorUnderTest {
  /** The file of the database, which does not exist until `fill` or the test makes it. */
  readonly path: string;
  /** A GET unless another method is named. */
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string, body?: string): Promise<Response>;
  getText(path: string): Promise<string>;
  getJson(path: string): Promise<unknown>;
  /** Makes the database with these jobs; their PandaIDs begin at 1. */
  fill(...jobs: NewJob[]): Promise<PandaDatabase>;
}

const readClock = (): number => Date.UTC(2014, 2, 7, 13);

/** What a monitor under test is told. */
export interface MonitorChoice {
  /** As its configuration file has them. */
  readonly settings?: object;
  /** Of who sends its requests. */
  readonly address?: string;
}

/** A monitor whose clock stands at 2014-03-07 13:00:00. */
export function startMonitor(plugins: readonly FoundPlugin[] = [], atEnd: EndList = onTestFinished, { settings = {}, address = '192.0.2.1' }: MonitorChoice = {}): MonitorUnderTest {
  const folder = temporaryFolder(atEnd);
  const path = join(folder, 'panda.db');
  const jobs = createJobSource(sqliteDialect, { path });
  const stores = createStoreSource({ dialect: sqliteDialect, settingsOf: storesInFolder(join(folder, 'vo')), readClock });
  atEnd(async () => {
    await jobs.close();
    await stores.close();
  });
  const app = createApp({
    jobs,
    stores,
    plugins,
    staticFiles: readStaticFiles([new URL('../static/', import.meta.url)]),
    version: 'bigpandamon, under test',
    log: createLog('bigpandamon', { level: 'silent' }),
    readClock,
    ...settingsOfApp(configurationSchema.parse(settings), Date.now),
  });
  const get = async (url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET', body?: string): Promise<Response> => app.request(url, { headers, method, ...(body === undefined ? {} : { body }) }, { incoming: { socket: { remoteAddress: address }, rawHeaders: Object.entries(headers).flat() } });
  return {
    path,
    get,
    getText: async (url) => (await get(url)).text(),
    getJson: async (url) => (await get(url, { accept: 'application/json' })).json(),
    fill: async (...filled) => {
      const database = await openDatabase(sqliteDialect, { path }, 0);
      atEnd(() => database.close());
      await insertJobs(database, filled, { time: '2014-03-07 12:00:00' });
      return database;
    },
  };
}

/** A job for a site. */
export function makeJob(attributes: NewJob['job']['attributes'] = {}): NewJob {
  return { states: ['defined', 'activated'], job: { attributes: { computingSite: 'SITE', prodUserName: 'user', jobName: 'job', ...attributes }, files: [] } };
}
