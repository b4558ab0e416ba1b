import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatFailure, isPandaError } from '@bigpanda/model';
import { createApp } from './app.ts';
import { helpText, parseCommandLine, type RunCommand } from './command-line.ts';
import { bundledDialects, readConfiguration } from './configuration.ts';
import { readInstalledVersion } from './installed-version.ts';
import { createJobSource } from './job-source.ts';
import { listen } from './listener.ts';
import { createLog } from './log.ts';
import { loadPlugins } from './plugins/plugin-folder.ts';
import { readStaticFiles } from './static-files.ts';

/**
 * Runs the monitor until it is told to stop by SIGTERM or SIGINT.
 * @param folder where main stands: `version.json` and the folders `static/` and `vo/` are beside it
 * @returns exit status: 0 stopped, 1 failed, 2 wrong usage or configuration, 70 our bug
 */
export async function runProgram(args: readonly string[], folder: URL): Promise<number> {
  try {
    const command = parseCommandLine(args);
    if (command.kind === 'help') process.stdout.write(helpText);
    else if (command.kind === 'version') process.stdout.write(`${readInstalledVersion(folder)}\n`);
    else await runMonitor(command, folder);
    return 0;
  } catch (error) {
    process.stderr.write(formatFailure('bigpandamon', error));
    return isPandaError(error) ? error.exitStatus : 70;
  }
}

async function runMonitor(command: RunCommand, folder: URL): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const configuration = readConfiguration(command.configurationFile);
  const log = createLog(configuration.log);
  const version = readInstalledVersion(folder);
  const pluginFolder = command.pluginFolder ?? configuration.plugins.folder;
  const plugins = await loadPlugins(pluginFolder === undefined ? new URL('vo/', folder) : pathToFileURL(`${resolve(pluginFolder)}/`));
  for (const plugin of plugins) {
    if (plugin.kind === 'broken') log.error({ plugin: plugin.folder, problems: plugin.problems }, 'plug-in refused');
  }
  const dialect = bundledDialects.find((known) => known.name === configuration.database.dialect) ?? bundledDialects[0];
  if (dialect === undefined) throw new Error('no dialect is bundled');
  const app = createApp({
    jobs: createJobSource(dialect, configuration.database),
    plugins,
    staticFiles: readStaticFiles(findStaticFolder(folder)),
    version,
    log,
    readClock: Date.now,
  });
  const listener = await listen(app.fetch, configuration.listen);
  log.info({ address: listener.address, version, plugins: plugins.length }, 'listening');
  await stopped;
  await listener.close();
  log.info('stopped');
}

/** Beside main when installed, beside the folder of sources when run from source. */
function findStaticFolder(folder: URL): URL {
  const installed = new URL('static/', folder);
  return existsSync(installed) ? installed : new URL('../static/', folder);
}
