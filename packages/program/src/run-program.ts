import { once } from 'node:events';
import { isPandaError } from '@bigpanda/model';
import { parseCommandLine, type RunCommand } from './command-line.ts';
import { readConfiguration } from './configuration-file.ts';
import { formatFailure } from './failure-text.ts';
import { formatHelp } from './help-text.ts';
import { readInstalledVersion } from './installed-version.ts';
import { listen } from './listener.ts';
import { createLog, logWarnings } from './log.ts';
import type { Program, ProgramConfiguration } from './program.ts';

/** EX_SOFTWARE of sysexits.h. */
const ourBug = 70;

/**
 * Runs a program until it is told to stop by SIGTERM or SIGINT.
 * @param args arguments of the command line, without node and main
 * @param folder where main stands: `version.json` is beside it when installed
 * @returns exit status: 0 stopped, 1 failed, 2 wrong usage or configuration, 70 our bug
 */
export async function runProgram<Configuration extends ProgramConfiguration, OptionName extends string>(
  program: Program<Configuration, OptionName>,
  args: readonly string[],
  folder: URL,
): Promise<number> {
  try {
    const command = parseCommandLine(program, args);
    if (command.kind === 'help') process.stdout.write(formatHelp(program));
    else if (command.kind === 'version') process.stdout.write(`${readInstalledVersion(program.name, folder)}\n`);
    else await answerUntilStopped(program, command, folder);
    return 0;
  } catch (error) {
    process.stderr.write(formatFailure(program.name, error));
    return isPandaError(error) ? error.exitStatus : ourBug;
  }
}

async function answerUntilStopped<Configuration extends ProgramConfiguration, OptionName extends string>(
  program: Program<Configuration, OptionName>,
  { configurationFile, options }: RunCommand<OptionName>,
  folder: URL,
): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const configuration = readConfiguration(program.configurationSchema, configurationFile);
  const log = createLog(program.name, configuration.log);
  logWarnings(log);
  const version = readInstalledVersion(program.name, folder);
  const prepared = await program.prepare({ configuration, options, folder, log, version });
  try {
    const listener = await listen(prepared.fetch, configuration.listen);
    log.info({ address: listener.address, version, ...prepared.facts }, 'listening');
    await stopped;
    await listener.close();
  } finally {
    await prepared.release?.();
  }
  log.info('stopped');
}
