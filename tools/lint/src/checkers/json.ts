import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';

const documentation = 'https://github.com/eslint/json/blob/main/README.md#rules';

/** What npm writes for itself. */
const lockFile = /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/u;

/** JSON, JSON with comments and JSON5, by ESLint's own plug-in: what cannot be read, and what two readers would read differently. */
export const checker = checkFiles({ name: 'json', title: 'JSON', languages: ['json', 'jsonc', 'json5'], listRules, open, skips: ({ path }) => lockFile.test(path) });

async function loadPlugin() {
  const { default: plugin } = await import('@eslint/json');
  return plugin;
}

async function open(): Promise<JudgeFile> {
  const plugin = await loadPlugin();
  const { judgeByLinter } = await import('../linter-file.ts');
  const rules = plugin.configs.recommended.rules;
  const errors = new Set(Object.keys(rules));
  return (source) => judgeByLinter(source, {
    prefix: 'json',
    config: { plugins: { json: plugin }, language: `json/${source.language ?? 'json'}`, rules },
    errors,
    describe: () => documentation,
  });
}

async function listRules(): Promise<readonly RuleDescription[]> {
  const plugin = await loadPlugin();
  const named = Object.keys(plugin.configs.recommended.rules).map((rule): RuleDescription => {
    const found: { readonly meta?: { readonly docs?: { readonly description?: string } } } | undefined = Object.entries(plugin.rules).find(([name]) => `json/${name}` === rule)?.[1];
    return { rule, severity: 'error', summary: found?.meta?.docs?.description ?? '' };
  });
  return [{ rule: 'json/parse', severity: 'error', summary: 'The file is JSON; those of TypeScript and editors may have comments' }, ...named];
}
