import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { PreparedProgram, Program, ProgramStart } from '@bigpanda/program';
import { formatUtcTime } from '@bigpanda/model';
import { listMissingMigrations } from '@bigpanda/datastore';
import { createApp, nameFunction, type AppOptions } from './app.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { loadConfiguredDialect, openConfiguredDatabase } from './configured-database.ts';
import { commandTable } from './commands/command-table.ts';
import { RateLimit } from './request/rate-limit.ts';
import { SitePlaces } from './sites/site-places.ts';
import { keepSites, noSites, readSiteFile } from './sites/site-file.ts';
import { PilotTally } from './watch/pilot-tally.ts';
import { expireSandboxes } from './files/expire-sandboxes.ts';
import { countSites } from './watch/site-counts.ts';
import { beginRounds } from './watch/rounds.ts';
import { createIdentify } from './identity/identify.ts';
import { measureServer } from './server-metrics.ts';

/** The program panda-server: the folder `dialect/` is beside its main. */
export const pandaServer: Program<Configuration> = {
  name: 'panda-server',
  purpose: 'Takes jobs in, hands them to pilots and records what they report.',
  options: [],
  configurationSchema,
  commands: commandTable,
  prepare,
};

async function prepare({ configuration, folder, log }: ProgramStart<Configuration>): Promise<PreparedProgram> {
  const dialect = await loadConfiguredDialect({ configuration, folder });
  const identify = createIdentify(configuration, Date.now);
  const sites = configuration.sites.file === undefined ? noSites : readSiteFile(configuration.sites.file);
  const database = await openConfiguredDatabase({ configuration, folder }, Date.now());
  await keepSites(database, sites, formatUtcTime(Date.now()));
  const pilotTally = new PilotTally();
  const options: AppOptions = {
    database,
    log,
    limits: configuration.limits,
    readClock: Date.now,
    identify,
    proxies: configuration.identity.proxy.addresses,
    ...(configuration.limits.requests_per_minute === undefined ? {} : { rateLimit: new RateLimit(configuration.limits.requests_per_minute) }),
    hostName: hostname(),
    cacheFolder: resolve(configuration.cache.folder),
    ...(configuration.credentials.folder === undefined ? {} : { credentialsFolder: resolve(configuration.credentials.folder) }),
    pilotTally,
    places: new SitePlaces(database),
    transformationFolder: resolve(configuration.cache.transformations),
    storages: sites.storages,
    sandboxLimits: { maxBytes: configuration.cache.max_sandbox_bytes, maxSourcesBytes: configuration.cache.max_sources_bytes },
  };
  const app = createApp(options);
  const rounds = beginRounds({ database, log, readClock: Date.now, archiveAfterDays: configuration.watch.archive_after_days }, {
    everySeconds: configuration.watch.every_seconds,
    chores: [() => countSites({ ...options, pilotTally }), () => expireSandboxes({ ...options, keepDays: configuration.cache.keep_days })],
  });
  return {
    fetch: app.fetch,
    facts: { dialect: dialect.name },
    checkHealth: {
      database: async () => (await database.sql.selectFrom('panda_migrations').select('NAME').limit(1).execute(), 'ok'),
      migrations: async () => ((await listMissingMigrations(database)).length === 0 ? 'ok' : 'not up to date'),
    },
    nameFunction,
    measure: (registry) => { measureServer(registry, { database, log, readClock: Date.now }); },
    release: () => rounds.stop().then(() => database.close()),
  };
}
