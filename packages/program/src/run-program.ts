import { isPandaError } from '@bigpanda/model';
import { parseCommandLine, type CommandRequest, type RunCommand } from './command-line.ts';
import { formatCommandHelp, runCommand } from './command-run.ts';
import { readConfiguration } from './configuration-file.ts';
import { findInstalledConfiguration } from './installed-configuration.ts';
import { formatFailure } from './failure-text.ts';
import { formatHelp } from './help-text.ts';
import { readInstalledVersion } from './installed-version.ts';
import { listen, type Listener } from './listener.ts';
import { createLog, logWarnings } from './log.ts';
import { observeAnswers } from './observed-answer.ts';
import type { Program, ProgramConfiguration } from './program.ts';
import { renewAtHangup } from './tls-renewal.ts';
import { readTlsOptions } from './tls-settings.ts';

/** EX_SOFTWARE of sysexits.h. */
const ourBug = 70;

/**
 * Runs a program until it is told to stop by SIGTERM or SIGINT, or one of its commands.
 * @param args arguments of the command line, without node and main
 * @param folder where main stands: `version.json` is beside it when installed
 * @returns exit status: 0 stopped or done, 1 failed, 2 wrong usage or configuration, 3 refused by a rule, 70 our bug
 */
export async function runProgram<Configuration extends ProgramConfiguration, OptionName extends string>(
  program: Program<Configuration, OptionName>,
  args: readonly string[],
  folder: URL,
): Promise<number> {
  try {
    const asked = parseCommandLine(program, args);
    const command = 'configurationFile' in asked ? { ...asked, configurationFile: asked.configurationFile ?? findInstalledConfiguration(program.name, folder) } : asked;
    if (command.kind === 'help') process.stdout.write(formatHelp(program));
    else if (command.kind === 'command-help' || command.kind === 'command') return await answerCommand(program, command, folder);
    else if (command.kind === 'version') process.stdout.write(`${readInstalledVersion(program.name, folder)}\n`);
    else await answerUntilStopped(program, command, folder);
    return 0;
  } catch (error) {
    process.stderr.write(formatFailure(program.name, error));
    return isPandaError(error) ? error.exitStatus : ourBug;
  }
}

async function answerCommand<Configuration extends ProgramConfiguration, OptionName extends string>(
  program: Program<Configuration, OptionName>,
  asked: CommandRequest | { readonly kind: 'command-help'; readonly name: string },
  folder: URL,
): Promise<number> {
  const command = program.commands?.find((known) => known.name === asked.name);
  if (command === undefined) throw new Error(`no command "${asked.name}"`);
  if (asked.kind === 'command') return runCommand(program, command, { ...asked, folder });
  process.stdout.write(formatCommandHelp(program.name, command));
  return 0;
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
  const answer = observeAnswers(prepared, { log, metricsReaders: configuration.metrics.readers });
  const listeners: Listener[] = [];
  let endRenewal: (() => void) | undefined;
  try {
    listeners.push(await listen(answer, configuration.listen));
    if (tls !== undefined && configuration.tls !== undefined) listeners.push(await listen(answer, configuration.tls.listen, tls));
    endRenewal = renewAtHangup(listeners[1], configuration.tls, log);
    const [plain, secure] = listeners.map(({ address }) => address);
    log.info({ address: plain, ...(secure === undefined ? {} : { secureAddress: secure }), version, ...prepared.facts }, 'listening');
    await stop.asked;
    log.info('stopping');
  } finally {
    endRenewal?.();
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
