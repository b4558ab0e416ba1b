import { formatHelpRows } from './help-text.ts';
import type { CommandRequest } from './command-line.ts';
import { readConfiguration } from './configuration-file.ts';
import type { Program, ProgramCommand, ProgramConfiguration } from './program.ts';

/**
 * Runs one of a program's commands and prints what it says.
 * @returns exit status
 */
export async function runCommand<Configuration extends ProgramConfiguration>(program: Program<Configuration, string>, command: ProgramCommand<Configuration>, { configurationFile, values, operands, isJson, isDryRun, folder }: CommandRequest & { readonly folder: URL }): Promise<number> {
  const configuration = readConfiguration(program.configurationSchema, configurationFile);
  const { text, json, exitStatus = 0 } = await command.run({ configuration, folder, values, operands, isDryRun });
  process.stdout.write(isJson ? `${JSON.stringify(json)}\n` : text);
  return exitStatus;
}

/** What `<program> <command> --help` prints. */
export function formatCommandHelp(program: string, { name, purpose, operands, options, isWriting }: Omit<ProgramCommand<never>, 'run'>): string {
  const rows = [
    ['--config FILE', `configuration in TOML (without it: /etc/panda/${program}.toml where that is installed, else built-in defaults)`] as const,
    ...options.map((option) => [`--${option.name} ${option.value}`, option.description] as const),
    ['--json', 'print JSON'] as const,
    ...(isWriting ? [['--dry-run', 'write nothing, print what would be written'] as const] : []),
  ];
  return `Usage: ${program} ${name}${operands === '' ? '' : ` ${operands}`} [options]\n\n${purpose}\n\n${formatHelpRows(rows)}\n`;
}
