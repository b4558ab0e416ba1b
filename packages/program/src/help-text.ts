import { formatListenAddress } from './listen-address.ts';
import type { Program, ProgramConfiguration } from './program.ts';

/** What `--help` prints: usage, purpose, the program's own options among those that all have, and how to stop it. */
export function formatHelp<Configuration extends ProgramConfiguration>({ name, purpose, options, configurationSchema }: Program<Configuration, string>): string {
  const { listen } = configurationSchema.parse({});
  const usage = [{ name: 'config', value: 'FILE' }, ...options].map((option) => ` [--${option.name} ${option.value}]`).join('');
  const rows: readonly (readonly [string, string])[] = [
    ['--config FILE', `configuration in TOML (without it: built-in defaults, ${formatListenAddress(listen)})`],
    ...options.map((option) => [`--${option.name} ${option.value}`, option.description] as const),
    ['--version', 'print the version and exit'],
    ['--help', 'print this text and exit'],
  ];
  const width = Math.max(...rows.map(([option]) => option.length)) + 3;
  return `Usage: ${name}${usage}

${purpose}

${rows.map(([option, description]) => `  ${option.padEnd(width)}${description}`).join('\n')}

SIGTERM and SIGINT stop it after the requests at hand; a second one breaks them off.
`;
}
