import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PreparedProgram, Program, ProgramStart } from '@bigpanda/program';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { createApp } from './app.ts';
import { loadCommand } from './commands/load.ts';
import { bundledDialects, configurationSchema, type Configuration } from './configuration.ts';
import { createJobSource } from './job-source.ts';
import { loadPlugins } from './plugins/plugin-folder.ts';
import { createStoreSource, storesInFolder } from './plugins/store-source.ts';
import { readStaticFiles } from './static-files.ts';

/** The program bigpandamon: the folders `static/` and `vo/` are beside its main. */
export const bigpandamon: Program<Configuration, 'plugins'> = {
  name: 'bigpandamon',
  purpose: "Shows the jobs in panda-server's database as web pages and as JSON.",
  options: [{ name: 'plugins', value: 'DIR', description: 'folder of VO plug-ins (without it: "vo" beside the program)' }],
  configurationSchema,
  commands: [loadCommand],
  prepare,
};

async function prepare({ configuration, options, folder, log, version }: ProgramStart<Configuration, 'plugins'>): Promise<PreparedProgram> {
  const pluginFolder = options.get('plugins') ?? configuration.plugins.folder;
  const plugins = await loadPlugins(pluginFolder === undefined ? new URL('vo/', folder) : pathToFileURL(`${resolve(pluginFolder)}/`));
  for (const plugin of plugins) {
    if (plugin.kind === 'broken') log.error({ plugin: plugin.folder, problems: plugin.problems }, 'plug-in refused');
  }
  const dialect = bundledDialects.find((known) => known.name === configuration.database.dialect) ?? bundledDialects[0];
  if (dialect === undefined) throw new Error('no dialect is bundled');
  const jobs = createJobSource(dialect, configuration.database);
  const stores = createStoreSource({ dialect: sqliteDialect, settingsOf: storesInFolder(configuration.stores.folder), readClock: Date.now });
  const app = createApp({
    jobs,
    stores,
    plugins,
    staticFiles: readStaticFiles(listStaticFolders(folder)),
    version,
    log,
    readClock: Date.now,
  });
  return {
    fetch: app.fetch,
    facts: { plugins: plugins.length },
    checkHealth: { database: () => jobs.read(() => Promise.resolve('ok')) },
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
