import type { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import type { RuleDescription } from '../checker.ts';
import type { Severity } from '../finding.ts';
import { codeRules } from '../rule-settings.ts';

const strict = 'of typescript-eslint\'s `strictTypeChecked`';

/** The rules of `createEslintConfig` for TypeScript that are not off, sorted. */
export function listConfiguredRules(): RuleDescription[] {
  const preset: Linter.RulesRecord = {};
  for (const { rules } of tseslint.configs.strictTypeChecked) Object.assign(preset, rules);
  const all = Object.entries({ ...preset, ...codeRules }).map(([rule, entry]) => ({ rule, severity: severityOf(entry), summary: rule in codeRules ? 'Set by the house' : strict }));
  const chosen = all.flatMap(({ severity, ...described }) => (severity === undefined ? [] : [{ ...described, severity }]));
  return chosen.filter(({ rule }) => rule !== 'bigpanda/import-directions').map(describeOwn).toSorted((left, right) => (left.rule < right.rule ? -1 : 1));
}

function severityOf(entry: Linter.RuleEntry | undefined): Severity | undefined {
  const level = Array.isArray(entry) ? entry[0] : entry;
  if (level === 'error' || level === 2) return 'error';
  return level === 'warn' || level === 1 ? 'warning' : undefined;
}

function describeOwn(rule: RuleDescription): RuleDescription {
  if (rule.rule !== 'bigpanda/no-default-export') return rule;
  return { ...rule, summary: 'Modules export by name. Configuration files at the root of the workspace are exempt, because their programs ask for a default export; where another program does, switch the rule off on that line and say which' };
}
