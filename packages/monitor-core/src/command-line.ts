import { parseArgs } from 'node:util';
import { PandaError } from '@bigpanda/model';

export type Command = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand;

export interface RunCommand {
  readonly kind: 'run';
  readonly configurationFile: string | undefined;
  /** Folder of plug-ins, before the one in the configuration. */
  readonly pluginFolder: string | undefined;
}

export const helpText = `Usage: bigpandamon [--config FILE] [--plugins DIR]

Shows the jobs in panda-server's database as web pages and as JSON.

  --config FILE   configuration in TOML (without it: built-in defaults, 127.0.0.1:8080)
  --plugins DIR   folder of VO plug-ins (without it: "vo" beside the program)
  --version       print the version and exit
  --help          print this text and exit

SIGTERM and SIGINT stop it after the requests at hand.
`;

/**
 * What the arguments ask for.
 * @throws PandaError `USAGE_WRONG`, exit status 2
 */
export function parseCommandLine(args: readonly string[]): Command {
  const { values } = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  return { kind: 'run', configurationFile: values.config, pluginFolder: values.plugins };
}

function parse(args: readonly string[]): { readonly values: { readonly config?: string; readonly plugins?: string; readonly version?: boolean; readonly help?: boolean } } {
  try {
    return parseArgs({ args: [...args], options: { config: { type: 'string' }, plugins: { type: 'string' }, version: { type: 'boolean' }, help: { type: 'boolean' } } });
  } catch (cause) {
    throw new PandaError('USAGE_WRONG', `read arguments: ${(cause as Error).message.split('.', 1).join('')}`, { exitStatus: 2, hint: 'Run "bigpandamon --help" to see what there is.', cause });
  }
}
