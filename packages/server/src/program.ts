import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { PreparedProgram, Program, ProgramStart } from '@bigpanda/program';
import { formatUtcTime } from '@bigpanda/model';
import { openDatabase, type DatabaseSettings } from '@bigpanda/datastore';
import { createApp, type AppOptions } from './app.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { loadDialect } from './dialect-folder.ts';
import { keepSites, noSites, readSiteFile } from './sites/site-file.ts';
import { beginRounds } from './watch/rounds.ts';
import { createIdentify } from './identity/identify.ts';

/** The program panda-server: the folder `dialect/` is beside its main. */
export const pandaServer: Program<Configuration> = {
  name: 'panda-server',
  purpose: 'Takes jobs in, hands them to pilots and records what they report.',
  options: [],
  configurationSchema,
  prepare,
};

async function prepare({ configuration, folder, log }: ProgramStart<Configuration>): Promise<PreparedProgram> {
  const dialect = await loadDialect(new URL('dialect/', folder), configuration.database.dialect);
  const identify = createIdentify(configuration, Date.now);
  const sites = configuration.sites.file === undefined ? noSites : readSiteFile(configuration.sites.file);
  const database = await openDatabase(dialect, databaseSettings(configuration), Date.now());
  await keepSites(database, sites, formatUtcTime(Date.now()));
  const options: AppOptions = {
    database,
    log,
    limits: configuration.limits,
    readClock: Date.now,
    identify,
    hostName: hostname(),
    cacheFolder: resolve(configuration.cache.folder),
    storages: sites.storages,
    sandboxLimits: { maxBytes: configuration.cache.max_sandbox_bytes, maxSourcesBytes: configuration.cache.max_sources_bytes },
  };
  const app = createApp(options);
  const rounds = beginRounds({ database, log, readClock: Date.now, archiveAfterDays: configuration.watch.archive_after_days }, configuration.watch.every_seconds);
  return { fetch: app.fetch, facts: { dialect: dialect.name }, release: () => rounds.stop().then(() => database.close()) };
}

/** What a dialect is told of the database; keys that are not set are left out. */
function databaseSettings({ database: { dialect: _dialect, socket, password, ...rest } }: Configuration): DatabaseSettings {
  return { ...rest, ...(socket === undefined ? {} : { socket }), ...(password === undefined ? {} : { password }) };
}
