import { parseArgs } from 'node:util';
import { PandaError } from '@bigpanda/model';
import type { ProgramOption } from './program.ts';

export type Command<OptionName extends string> = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand<OptionName> | CommandRequest | { readonly kind: 'command-help'; readonly name: string };

export interface RunCommand<OptionName extends string> {
  readonly kind: 'run';
  readonly configurationFile: string | undefined;
  /** Values of the program's own options that were given. */
  readonly options: ReadonlyMap<OptionName, string>;
}

/** One of the program's commands, with what it was given. */
export interface CommandRequest {
  readonly kind: 'command';
  readonly name: string;
  readonly configurationFile: string | undefined;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  readonly isJson: boolean;
  readonly isDryRun: boolean;
}

interface CommandLineProgram<OptionName extends string> {
  readonly name: string;
  readonly options: readonly ProgramOption<OptionName>[];
  readonly commands?: readonly CommandLineCommand[];
}

interface CommandLineCommand {
  readonly name: string;
  readonly operands: string;
  readonly isWriting: boolean;
  readonly options: readonly ProgramOption<string>[];
}

/**
 * What the arguments ask a program for: to answer requests (`serve`, or no command), or one of its commands.
 * `--help` wins over `--version`, and that over all others.
 * @throws PandaError `USAGE_WRONG`, exit status 2
 */
export function parseCommandLine<OptionName extends string>(program: CommandLineProgram<OptionName>, args: readonly string[]): Command<OptionName> {
  const [first = ''] = args;
  if (program.commands === undefined || first === '' || first.startsWith('-')) return parseRun(program, args);
  if (first === 'serve') return parseRun(program, args.slice(1));
  const command = program.commands.find((known) => known.name === first);
  if (command === undefined) throw new PandaError('USAGE_WRONG', `read arguments: there is no command "${first}"`, { exitStatus: 2, hint: `Run "${program.name} --help" to see what there is.` });
  return parseOwn(program.name, command, args.slice(1));
}

function parseRun<OptionName extends string>(program: CommandLineProgram<OptionName>, args: readonly string[]): Command<OptionName> {
  const own = Object.fromEntries(program.options.map((option) => [option.name, { type: 'string' } as const]));
  const { config, version, help, ...given } = guard(`${program.name} --help`, () => parseArgs({ args: [...args], options: { ...own, config: { type: 'string' }, version: { type: 'boolean' }, help: { type: 'boolean' } } })).values as Readonly<Record<string, unknown>>;
  if (help === true) return { kind: 'help' };
  if (version === true) return { kind: 'version' };
  return { kind: 'run', configurationFile: textOf(config), options: textsOf(program.options, given) };
}

function parseOwn(program: string, { name, operands, isWriting, options }: CommandLineCommand, args: readonly string[]): CommandRequest | { readonly kind: 'command-help'; readonly name: string } {
  const own = Object.fromEntries(options.map((option) => [option.name, { type: 'string' } as const]));
  const dryRun = isWriting ? { 'dry-run': { type: 'boolean' } as const } : {};
  const { values, positionals } = guard(`${program} ${name} --help`, () => parseArgs({ args: [...args], allowPositionals: operands !== '', options: { ...own, ...dryRun, config: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } }));
  const given = values as Readonly<Record<string, unknown>>;
  if (given.help === true) return { kind: 'command-help', name };
  return { kind: 'command', name, configurationFile: textOf(given.config), values: textsOf(options, given), operands: positionals, isJson: given.json === true, isDryRun: given['dry-run'] === true };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf<OptionName extends string>(options: readonly ProgramOption<OptionName>[], given: Readonly<Record<string, unknown>>): ReadonlyMap<OptionName, string> {
  return new Map(options.flatMap(({ name }) => {
    const value = given[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  }));
}

function guard<Result>(help: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (cause) {
    throw new PandaError('USAGE_WRONG', `read arguments: ${(cause as Error).message.split('.', 1).join('')}`, { exitStatus: 2, hint: `Run "${help}" to see what there is.`, cause });
  }
}
