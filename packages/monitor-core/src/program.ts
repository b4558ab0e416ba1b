import { existsSync } from 'node:fs';
import { listMissingMigrations } from '@bigpanda/datastore';
import { PandaError } from '@bigpanda/model';
import { placeOfDatabase, type Log, type PreparedProgram, type Program, type ProgramStart } from '@bigpanda/program';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { createApp } from './app.ts';
import { settingsOfApp } from './app-settings.ts';
import { loadCommand } from './commands/load.ts';
import { pluginsCommand } from './commands/plugins.ts';
import { bundledDialects, configurationSchema, type Configuration } from './configuration.ts';
import { createJobSource } from './job-source.ts';
import { listLoaded, type FoundPlugin } from './plugins/found-plugin.ts';
import { findPluginFolder, loadPlugins, pluginsOption } from './plugins/plugin-folder.ts';
import { createStoreSource, storesInFolder } from './plugins/store-source.ts';
import { listPages, makePageNames } from './route/page-table.ts';
import { withoutPrefix } from './route/prefix.ts';
import { readStaticFiles } from './static-files.ts';

/** The program bigpandamon: the folders `static/` and `vo/` are beside its main. */
export const bigpandamon: Program<Configuration, 'plugins'> = {
  name: 'bigpandamon',
  purpose: "Shows the jobs in panda-server's database as web pages and as JSON.",
  options: [pluginsOption],
  configurationSchema,
  commands: [loadCommand, pluginsCommand],
  prepare,
};

async function prepare({ configuration, options, folder, log, version }: ProgramStart<Configuration, 'plugins'>): Promise<PreparedProgram> {
  const plugins = await loadPlugins(findPluginFolder(options.get('plugins'), configuration, folder));
  for (const plugin of plugins) {
    if (plugin.kind === 'broken') log.error({ plugin: plugin.folder, problems: plugin.problems }, 'plug-in refused');
  }
  const dialect = bundledDialects.find((known) => known.name === configuration.database.dialect) ?? bundledDialects[0];
  if (dialect === undefined) throw new Error('no dialect is bundled');
  checkNames(configuration, plugins, log);
  const jobs = createJobSource(dialect, placeOfDatabase(configuration.database));
  const stores = createStoreSource({ dialect: sqliteDialect, settingsOf: storesInFolder(configuration.stores.folder), readClock: Date.now });
  const staticFiles = readStaticFiles(listStaticFolders(folder));
  const app = createApp({
    jobs,
    stores,
    plugins,
    staticFiles,
    version,
    log,
    readClock: Date.now,
    ...settingsOfApp(configuration, Date.now),
  });
  if (![...staticFiles.keys()].some((name) => name.endsWith('.js'))) log.warn('no script is beside the program: pages come without pictures and are not renewed; from source, "npx nx run bigpandamon-core:build" makes it');
  const namePage = makePageNames(plugins);
  return {
    fetch: app.fetch,
    facts: { plugins: plugins.length },
    checkHealth: {
      database: () => jobs.read(async ({ sql }) => (await sql.selectFrom('panda_migrations').select('NAME').limit(1).execute(), 'ok')),
      migrations: () => jobs.read(async (database) => ((await listMissingMigrations(database)).length === 0 ? 'ok' : 'the database is older than the monitor')),
    },
    nameFunction: (path) => namePage(withoutPrefix(path, configuration.prefix)),
    release: async () => {
      await jobs.close();
      await stores.close();
    },
  };
}

/** Beside main when installed; from source beside its folder, and where the build puts what it makes. */
function listStaticFolders(folder: URL): readonly URL[] {
  const installed = new URL('static/', folder);
  return existsSync(installed) ? [installed] : [new URL('../static/', folder), new URL('../dist/bundle/static/', folder)];
}

/**
 * A rule for pages that do not exist would leave open what it is meant to close; a VO without a plug-in is only told, as it may be installed later.
 * @throws PandaError `CONFIGURATION_INVALID`, exit status 2
 */
function checkNames({ access, hosts }: Configuration, plugins: readonly FoundPlugin[], log: Log): void {
  const paths = listPages(plugins).map((page) => page.path);
  const problems = Object.keys(access.pages).filter((start) => !paths.some((path) => path.startsWith(start))).map((start) => ({ path: `access.pages.${start}`, found: 'no page whose path begins so', allowed: `the beginning of one of ${paths.join(' ')}` }));
  if (problems.length > 0) throw new PandaError('CONFIGURATION_INVALID', `read configuration: ${problems.length} of the rules of [access.pages] ${problems.length === 1 ? 'is' : 'are'} for no page`, { exitStatus: 2, problems, hint: 'Correct each place that is listed.' });
  const names = listLoaded(plugins).map((plugin) => plugin.name);
  for (const vo of Object.values(hosts.vos)) if (!names.includes(vo)) log.warn({ vo }, 'hosts.vos names a VO without a plug-in');
}
