import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { openDatabase, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';
import { jsonFromJob, parseUrlencoded, type JobSpec } from '@bigpanda/model';
import { emptyDatabase, makeSqliteFile, useMariadb, type TestMariadb } from '@bigpanda/datastore/testing';
import { createLog } from '@bigpanda/program';
import { anyone, createApp, type Identity } from '../src/index.ts';
import { SitePlaces } from '../src/sites/site-places.ts';
import { PilotTally } from '../src/watch/pilot-tally.ts';
import { countSites } from '../src/watch/site-counts.ts';

/** A server over a new SQLite file, with a clock that the test moves. */
export interface ServerUnderTest {
  readonly database: PandaDatabase;
  /** Beside it lie `trf/` and `credentials/`. */
  readonly cacheFolder: string;
  /** Writes what pilots did into `sitedata`, as the watchdogs do. */
  countSites(): Promise<void>;
  readonly clock: { milliseconds: number };
  /** Who sends what comes next; anyone at the beginning. */
  readonly identity: { current: Identity };
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Posts form fields to a legacy method; the text of the reply. */
  post(method: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<string>;
  /** Posts form fields to a legacy method; the fields of the reply. */
  postForFields(method: string, fields: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  /** Submits jobs as JSON; the reply. */
  submit(...jobs: JobSpec[]): Promise<unknown>;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'panda-server-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return folder;
}

/** A new database of some kind for a server. */
export type MakeDatabase = () => Promise<PandaDatabase>;

const sqliteFile: MakeDatabase = async () => openDatabase(sqliteDialect, await makeSqliteFile(join(temporaryFolder(), 'panda.db')), 0);

/** Makes databases of each kind, for tests that must hold on all; the servers that they need run as long as the tests of the file. */
export function databaseKinds(): readonly (readonly [name: string, make: MakeDatabase])[] {
  let mariadb: TestMariadb | undefined;
  let settings: DatabaseSettings | undefined;
  beforeAll(async () => { mariadb = await useMariadb(); }, 120_000);
  afterAll(() => mariadb?.stop());
  const mysql: MakeDatabase = async () => {
    if (mariadb === undefined) throw new Error('the MariaDB server has not started');
    settings ??= await mariadb.makeDatabase('panda');
    await emptyDatabase(mysqlDialect, settings);
    return openDatabase(mysqlDialect, settings, 0);
  };
  return [['sqlite', sqliteFile], ['mysql', mysql]];
}

export async function startServer(makeDatabase: MakeDatabase = sqliteFile): Promise<ServerUnderTest> {
  const database = await makeDatabase();
  onTestFinished(() => database.close());
  const clock = { milliseconds: Date.UTC(2014, 2, 7, 12) };
  const identity: { current: Identity } = { current: anyone };
  const cacheFolder = join(temporaryFolder(), 'cache');
  const pilotTally = new PilotTally();
  const app = createApp({
    database,
    log: createLog('panda-server', { level: 'silent' }),
    limits: { max_body_bytes: 1_000_000, max_inflated_body_bytes: 2_000_000 },
    readClock: () => clock.milliseconds,
    identify: async () => identity.current,
    hostName: 'server.test',
    cacheFolder,
    transformationFolder: join(cacheFolder, '../trf'),
    credentialsFolder: join(cacheFolder, '../credentials'),
    pilotTally,
    places: new SitePlaces(database),
    storages: { DISK: { type: 'DATADISK' } },
    sandboxLimits: { maxBytes: 10_000, maxSourcesBytes: 20_000 },
  });
  const request = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);
  const post = async (method: string, fields: Readonly<Record<string, string>>, headers = {}): Promise<string> =>
    (await request(`/server/panda/${method}`, { method: 'POST', body: new URLSearchParams(fields), headers })).text();
  return {
    database,
    cacheFolder,
    clock,
    countSites: () => countSites({ database, hostName: 'server.test', pilotTally, readClock: () => clock.milliseconds }),
    identity,
    request,
    post,
    postForFields: async (method, fields) => Object.fromEntries([...parseUrlencoded(Buffer.from(await post(method, fields)))].map(([name, value]) => [name, Buffer.from(value).toString()])),
    submit: async (...jobs) => JSON.parse(await post('submitJobs', { jobs: JSON.stringify(jobs.map(jsonFromJob)) }, { accept: 'application/json' })),
  };
}

/** A job of a user's pipeline, with one log file and no input. */
export function makeJob(attributes: JobSpec['attributes'] = {}): JobSpec {
  return {
    attributes: { computingSite: 'SITE', prodSourceLabel: 'panda', jobName: 'job.1', transformation: 'run.sh', jobParameters: '--a "b=c&d" é', ...attributes },
    files: [{ lfn: 'job.1.log.tgz', type: 'log', dataset: 'logs', GUID: 'guid-1' }],
  };
}
