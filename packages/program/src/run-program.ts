import { isPandaError } from '@bigpanda/model';
import { parseCommandLine, type RunCommand } from './command-line.ts';
import { readConfiguration } from './configuration-file.ts';
import { formatFailure } from './failure-text.ts';
import { formatHelp } from './help-text.ts';
import { readInstalledVersion } from './installed-version.ts';
import { listen, type Listener } from './listener.ts';
import { createLog, logWarnings } from './log.ts';
import type { Program, ProgramConfiguration } from './program.ts';
import { readTlsOptions } from './tls-settings.ts';

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
  const stop = watchSignals();
  const configuration = readConfiguration(program.configurationSchema, configurationFile);
  const tls = configuration.tls === undefined ? undefined : readTlsOptions(configuration.tls);
  const log = createLog(program.name, configuration.log);
  logWarnings(log);
  const version = readInstalledVersion(program.name, folder);
  const prepared = await program.prepare({ configuration, options, folder, log, version });
  const listeners: Listener[] = [];
  try {
    listeners.push(await listen(prepared.fetch, configuration.listen));
    if (tls !== undefined && configuration.tls !== undefined) listeners.push(await listen(prepared.fetch, configuration.tls.listen, tls));
    const [plain, secure] = listeners.map(({ address }) => address);
    log.info({ address: plain, ...(secure === undefined ? {} : { secureAddress: secure }), version, ...prepared.facts }, 'listening');
    await stop.asked;
  } finally {
    await Promise.all(listeners.map((listener) => listener.close(stop.hurry)));
    await prepared.release?.();
  }
  log.info('stopped');
}

/** The first SIGTERM or SIGINT asks to stop; the second, to break off what is at hand. */
function watchSignals(): { readonly asked: Promise<void>; readonly hurry: AbortSignal } {
  const hurry = new AbortController();
  const asked = new Promise<void>((resolve) => {
    let count = 0;
    const note = (): void => {
      count += 1;
      if (count === 1) resolve();
      else hurry.abort();
    };
    process.on('SIGTERM', note);
    process.on('SIGINT', note);
  });
  return { asked, hurry: hurry.signal };
}
