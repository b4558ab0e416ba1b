import { parseArgs } from 'node:util';
import { PandaError } from '@bigpanda/model';
import type { ProgramOption } from './program.ts';

export type Command<OptionName extends string> = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand<OptionName>;

export interface RunCommand<OptionName extends string> {
  readonly kind: 'run';
  readonly configurationFile: string | undefined;
  /** Values of the program's own options that were given. */
  readonly options: ReadonlyMap<OptionName, string>;
}

interface CommandLineProgram<OptionName extends string> {
  readonly name: string;
  readonly options: readonly ProgramOption<OptionName>[];
}

/**
 * What the arguments ask a program for. `--help` wins over `--version`, and that over all others.
 * @throws PandaError `USAGE_WRONG`, exit status 2
 */
export function parseCommandLine<OptionName extends string>(program: CommandLineProgram<OptionName>, args: readonly string[]): Command<OptionName> {
  const { config, version, help, ...own } = parse(program, args);
  if (help === true) return { kind: 'help' };
  if (version === true) return { kind: 'version' };
  const options = new Map(program.options.flatMap(({ name }) => {
    const value = own[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  }));
  return { kind: 'run', configurationFile: typeof config === 'string' ? config : undefined, options };
}

function parse({ name, options }: CommandLineProgram<string>, args: readonly string[]): Readonly<Record<string, unknown>> {
  const own = Object.fromEntries(options.map((option) => [option.name, { type: 'string' } as const]));
  try {
    return parseArgs({ args: [...args], options: { ...own, config: { type: 'string' }, version: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (cause) {
    throw new PandaError('USAGE_WRONG', `read arguments: ${(cause as Error).message.split('.', 1).join('')}`, { exitStatus: 2, hint: `Run "${name} --help" to see what there is.`, cause });
  }
}
