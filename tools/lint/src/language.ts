import { posix } from 'node:path';

/** What a file is written in, as far as a checker of ours reads it. */
export type Language = 'json' | 'jsonc' | 'json5' | 'yaml' | 'toml' | 'python' | 'shell' | 'script' | 'rpm';

const byExtension: Readonly<Record<string, Language>> = {
  '.json': 'json', '.webmanifest': 'json', '.jsonc': 'jsonc', '.code-workspace': 'jsonc', '.json5': 'json5', '.yaml': 'yaml', '.yml': 'yaml', '.toml': 'toml',
  '.py': 'python', '.sh': 'shell', '.bash': 'shell', '.bats': 'shell', '.rpm': 'rpm',
  '.ts': 'script', '.tsx': 'script', '.mts': 'script', '.cts': 'script', '.js': 'script', '.jsx': 'script', '.mjs': 'script', '.cjs': 'script',
};
/** JSON files whose readers allow comments. */
const commented = /(?:^|\/)(?:(?:ts|js)config[^/]*\.json|\.vscode\/[^/]+\.json|\.devcontainer\/[^/]+\.json|\.eslintrc\.json|devcontainer\.json)$/u;

/** The language of a file by its name; undefined where the name does not tell. */
export function languageOf(path: string): Language | undefined {
  return commented.test(path) ? 'jsonc' : byExtension[posix.extname(path).toLowerCase()];
}

/** The language of a program by its first line, for files whose name has no extension. */
export function languageOfProgram(path: string, text: string): Language | undefined {
  if (posix.extname(path) !== '') return undefined;
  const program = interpreterOf(text);
  if (program === undefined) return undefined;
  if (/^(?:ba|da|k)?sh$/u.test(program)) return 'shell';
  return /^python[\d.]*$/u.test(program) ? 'python' : undefined;
}

/** The name of the program that a first line `#!` calls, through env as well: `python3` of `#!/usr/bin/env -S python3 -u`. */
export function interpreterOf(text: string): string | undefined {
  const words = /^#!\s*(.+)/u.exec(text)?.[1]?.trim().split(/\s+/u) ?? [];
  const [first = '', ...rest] = words;
  const called = posix.basename(first) === 'env' ? (rest.find((word) => !word.startsWith('-') && !word.includes('=')) ?? '') : first;
  return called === '' ? undefined : posix.basename(called);
}
