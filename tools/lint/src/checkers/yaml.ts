import type { Linter } from 'eslint';
import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';

/** What goes beyond the recommended rules. */
const moreRules: Linter.RulesRecord = {
  'yml/no-empty-key': 'error',
  'yml/no-trailing-zeros': 'error',
  'yml/require-string-key': 'error',
  'yml/no-boolean-key': 'error',
  'yml/no-trailing-spaces': 'error',
  'yml/key-spacing': 'error',
};
/** Rules about what the file means; the others are about its form. */
const errors = new Set(['yml/no-empty-key', 'yml/no-trailing-zeros', 'yml/require-string-key', 'yml/no-boolean-key', 'yml/no-tab-indent']);
/** An empty value is how CI files and Compose write a default. */
const leftOut = new Set(['yml/no-empty-mapping-value', 'yml/vue-custom-block/no-parsing-error']);

/** YAML, by eslint-plugin-yml: what cannot be read, keys that stand twice, and what reads as something else. */
export const checker = checkFiles({ name: 'yaml', title: 'YAML', languages: ['yaml'], listRules, open });

async function loadPlugin() {
  const { default: plugin } = await import('eslint-plugin-yml');
  const rules: Linter.RulesRecord = {};
  for (const config of plugin.configs.recommended) Object.assign(rules, config.rules);
  const known = Object.entries(moreRules).filter(([rule]) => Object.hasOwn(plugin.rules, rule.slice('yml/'.length)));
  // Core rules that the preset switches off are about other languages.
  const chosen = Object.entries({ ...rules, ...Object.fromEntries(known) }).filter(([rule]) => rule.startsWith('yml/') && !leftOut.has(rule));
  return { plugin, rules: Object.fromEntries(chosen) };
}

async function open(): Promise<JudgeFile> {
  const { plugin, rules } = await loadPlugin();
  const { judgeByLinter } = await import('../linter-file.ts');
  const config: Linter.Config = { plugins: { yml: plugin }, language: 'yml/yaml', rules };
  return (source) => judgeByLinter(source, { prefix: 'yml', config, errors, describe: (rule) => findDocs(plugin, rule)?.url });
}

async function listRules(): Promise<readonly RuleDescription[]> {
  const { plugin, rules } = await loadPlugin();
  const named = Object.keys(rules).toSorted().map((rule): RuleDescription => ({
    rule,
    severity: errors.has(rule) ? 'error' : 'warning',
    summary: findDocs(plugin, rule)?.description ?? '',
  }));
  return [{ rule: 'yml/parse', severity: 'error', summary: 'The file is YAML, and no key stands twice' }, ...named];
}

interface RuleDocs {
  readonly description?: string | undefined;
  readonly url?: string | undefined;
}

function findDocs({ rules }: Awaited<ReturnType<typeof loadPlugin>>['plugin'], rule: string): RuleDocs | undefined {
  return rules[rule.slice('yml/'.length)]?.meta?.docs;
}
