import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { PreparedProgram, Program, ProgramStart } from '@bigpanda/program';
import { formatUtcTime } from '@bigpanda/model';
import { listMissingMigrations, sumUpEndedJobs, type PandaDatabase } from '@bigpanda/datastore';
import { createApp, nameFunction, type AppOptions } from './app.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { loadConfiguredDialect, openConfiguredDatabase } from './configured-database.ts';
import { commandTable } from './commands/command-table.ts';
import { RateLimit } from './request/rate-limit.ts';
import { SitePlaces } from './sites/site-places.ts';
import { keepSites, noSites, readSiteFile } from './sites/site-file.ts';
import { PilotTally } from './watch/pilot-tally.ts';
import { expireSandboxes, type ExpiryContext } from './files/expire-sandboxes.ts';
import { countSites, type SiteCountContext } from './watch/site-counts.ts';
import { atMostEvery } from './watch/at-most-every.ts';
import { beginRounds } from './watch/rounds.ts';
import { createIdentify } from './identity/identify.ts';
import { measureServer } from './server-metrics.ts';

/** How often `sitedata` is brought up to date, the cache is looked through, and jobs that have ended are summed up. */
const siteCountSeconds = 300;
const expirySeconds = 3600;
const sumSeconds = 300;

/** Stretches of time that are summed up in one go, so that a database that is taken over does not keep the watchdogs waiting. */
const spansAtOnce = 30;

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
    chores: choresOf({ ...options, pilotTally, keepDays: configuration.cache.keep_days }),
  });
  return {
    fetch: app.fetch,
    facts: { dialect: dialect.name },
    checkHealth: checksOf(database),
    nameFunction,
    measure: (registry) => { measureServer(registry, { database, log, readClock: Date.now }); },
    release: () => rounds.stop().then(() => database.close()),
  };
}

/** What is done from time to time beside the watchdogs. */
function choresOf(context: SiteCountContext & ExpiryContext): readonly (() => Promise<void>)[] {
  return [
    atMostEvery(siteCountSeconds, () => countSites(context), context.readClock),
    atMostEvery(expirySeconds, () => expireSandboxes(context), context.readClock),
    atMostEvery(sumSeconds, () => sumUpEndedJobs(context.database, context.readClock(), { maxSpans: spansAtOnce }), context.readClock),
  ];
}

function checksOf(database: PandaDatabase): NonNullable<PreparedProgram['checkHealth']> {
  return {
    database: async () => (await database.sql.selectFrom('panda_migrations').select('NAME').limit(1).execute(), 'ok'),
    migrations: async () => ((await listMissingMigrations(database)).length === 0 ? 'ok' : 'not up to date'),
  };
}
