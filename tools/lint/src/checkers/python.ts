import { createRequire } from 'node:module';
import type * as ruffModule from '@astral-sh/ruff-wasm-nodejs';
import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';
import { isPython2 } from '../python/dialect.ts';

const rules: readonly RuleDescription[] = [
  { rule: 'bigpanda/python2-name', severity: 'warning', summary: 'Names that only Python 2 has, such as `unicode`, in a file that both may read; where the file has something of Python 3 it is `ruff/F821`, an error' },
  { rule: 'bigpanda/python2-undeclared', severity: 'warning', summary: 'Sources in Python 2 are declared: by `#!/usr/bin/python2`, or under `python2` in repo-config/lint.json' },
  { rule: 'ruff/B006', severity: 'warning', summary: '[A default value that calls share](https://docs.astral.sh/ruff/rules/mutable-argument-default/), Pylint\'s dangerous-default-value' },
  { rule: 'ruff/B904', severity: 'warning', summary: '[An exception raised in `except` without `from`](https://docs.astral.sh/ruff/rules/raise-without-from-inside-except/), Pylint\'s raise-missing-from' },
  { rule: 'ruff/E*', severity: 'warning', summary: '[pycodestyle](https://docs.astral.sh/ruff/rules/#error-e): form, lines of at most 120 characters' },
  { rule: 'ruff/F*', severity: 'error', summary: '[Pyflakes](https://docs.astral.sh/ruff/rules/#pyflakes-f): names that do not exist, imports and values that are not used, wrong formats; a warning where an import of everything leaves a name open (F403, F405)' },
  { rule: 'ruff/PLC*', severity: 'warning', summary: '[Pylint conventions](https://docs.astral.sh/ruff/rules/#pylint-pl)' },
  { rule: 'ruff/PLE*', severity: 'error', summary: '[Pylint errors](https://docs.astral.sh/ruff/rules/#pylint-pl)' },
  { rule: 'ruff/PLR*', severity: 'warning', summary: '[Pylint refactoring](https://docs.astral.sh/ruff/rules/#pylint-pl), without magic values (PLR2004)' },
  { rule: 'ruff/PLW*', severity: 'warning', summary: '[Pylint warnings](https://docs.astral.sh/ruff/rules/#pylint-pl)' },
  { rule: 'ruff/W*', severity: 'warning', summary: '[pycodestyle](https://docs.astral.sh/ruff/rules/#warning-w): blanks at line ends, last lines, wrong escapes' },
  { rule: 'ruff/invalid-syntax', severity: 'error', summary: 'The file is Python 3' },
];

/** Python 3, by ruff in this process, with the rules of pycodestyle, Pyflakes and Pylint; no Python is needed. */
export const checker = checkFiles({
  name: 'python',
  title: 'Python 3',
  languages: ['python'],
  listRules: async () => rules,
  skips: (source, { workspace }) => isPython2(source, workspace.settings),
  open,
});

async function open(): Promise<JudgeFile> {
  const { draftDiagnostics, ruffOptions } = await import('../python/ruff.ts');
  // The package is CommonJS made by wasm-pack, whose names an import does not see.
  const { Workspace, PositionEncoding } = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs') as typeof ruffModule;
  const ruff = new Workspace(ruffOptions, PositionEncoding.Utf16);
  return (source) => draftDiagnostics(source, ruff.check(source.text) as Parameters<typeof draftDiagnostics>[1]);
}
