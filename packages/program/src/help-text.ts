import { formatListenAddress } from './listen-address.ts';
import type { Program, ProgramConfiguration } from './program.ts';

type Rows = readonly (readonly [option: string, description: string])[];

/** What `--help` prints: usage, purpose, the program's own options and commands among those that all have, and how to stop it. */
export function formatHelp<Configuration extends ProgramConfiguration>({ name, purpose, options, configurationSchema, commands = [] }: Program<Configuration, string>): string {
  const { listen } = configurationSchema.parse({});
  const usage = [{ name: 'config', value: 'FILE' }, ...options].map((option) => ` [--${option.name} ${option.value}]`).join('');
  const rows: Rows = [
    ['--config FILE', `configuration in TOML (without it: /etc/panda/${name}.toml where that is installed, else built-in defaults, ${formatListenAddress(listen)})`],
    ...options.map((option) => [`--${option.name} ${option.value}`, option.description] as const),
    ['--version', 'print the version and exit'],
    ['--help', 'print this text and exit'],
  ];
  const commandRows: Rows = [['serve', 'answer requests; what it does without a command'], ...commands.map((command) => [`${command.name}${command.operands === '' ? '' : ` ${command.operands}`}`, command.purpose] as const)];
  return `Usage: ${name}${commands.length === 0 ? '' : ' [COMMAND]'}${usage}

${purpose}

${formatHelpRows(rows)}
${commands.length === 0 ? '' : `\nCommands (each tells more with --help):\n\n${formatHelpRows(commandRows)}\n`}
SIGTERM and SIGINT stop it after the requests at hand; a second one breaks them off.
`;
}

/** Two columns. */
export function formatHelpRows(rows: Rows): string {
  const width = Math.max(...rows.map(([option]) => option.length)) + 3;
  return rows.map(([option, description]) => `  ${option.padEnd(width)}${description}`).join('\n');
}
