import { once } from 'node:events';
import { formatFailure, isPandaError } from '@bigpanda/model';
import { openDatabase } from '@bigpanda/datastore';
import { createApp } from './app.ts';
import { helpText, parseCommandLine } from './command-line.ts';
import { readConfiguration } from './configuration.ts';
import { loadDialect } from './dialect-folder.ts';
import { readInstalledVersion } from './installed-version.ts';
import { listen } from './listener.ts';
import { createLog } from './log.ts';

/**
 * Runs panda-server until it is told to stop by SIGTERM or SIGINT.
 * @param folder where main stands: `version.json` and the folder `dialect/` are beside it
 * @returns exit status: 0 stopped, 1 failed, 2 wrong usage or configuration, 70 our bug
 */
export async function runProgram(args: readonly string[], folder: URL): Promise<number> {
  try {
    const command = parseCommandLine(args);
    if (command.kind === 'help') process.stdout.write(helpText);
    else if (command.kind === 'version') process.stdout.write(`${readInstalledVersion(folder)}\n`);
    else await runServer(command.configurationFile, folder);
    return 0;
  } catch (error) {
    process.stderr.write(formatFailure('panda-server', error));
    return isPandaError(error) ? error.exitStatus : 70;
  }
}

async function runServer(configurationFile: string | undefined, folder: URL): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const configuration = readConfiguration(configurationFile);
  const log = createLog(configuration.log);
  const dialect = await loadDialect(new URL('dialect/', folder), configuration.database.dialect);
  const database = await openDatabase(dialect, configuration.database, Date.now());
  try {
    const app = createApp({ database, log, limits: configuration.limits, readClock: Date.now });
    const listener = await listen(app.fetch, configuration.listen);
    log.info({ address: listener.address, version: readInstalledVersion(folder), dialect: dialect.name }, 'listening');
    await stopped;
    await listener.close();
  } finally {
    await database.close();
  }
  log.info('stopped');
}
