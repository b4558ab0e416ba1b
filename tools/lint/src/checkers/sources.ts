import type { Checker, RuleDescription } from '../checker.ts';
import type { FindingDraft } from '../finding.ts';
import { documentationOf } from '../rules/documentation.ts';

const rules: readonly RuleDescription[] = [
  { rule: 'bigpanda/broken-link', severity: 'error', summary: 'Symbolic links lead to something, and not back to themselves' },
  { rule: 'bigpanda/checker-failure', severity: 'error', summary: 'A checker could not finish its work on this file; the others did' },
  { rule: 'bigpanda/invalid-utf8', severity: 'error', summary: 'Text is UTF-8; Python may declare another encoding in its first two lines (PEP 263)' },
  { rule: 'bigpanda/oversized-file', severity: 'error', summary: 'Text is at most 1,024 KiB long (`maximumKiB` in repo-config/lint.json); longer files are not read' },
  { rule: 'bigpanda/unreadable-file', severity: 'error', summary: 'Files can be read' },
];

/** Files that no checker could read: each is told once, and the others are judged. */
export const checker: Checker = {
  title: 'Files',
  listRules: async () => rules,
  check: async ({ files }) => files.flatMap(({ path, read }): FindingDraft[] => {
    const { problem } = read();
    if (problem === undefined) return [];
    const { rule, line, message, hint } = problem;
    const range = line === undefined ? {} : { range: { line, column: 1, endLine: line, endColumn: 2 }, sourceLine: '' };
    return [{ rule: `bigpanda/${rule}`, severity: 'error', message, hint, file: path, ...range, documentation: documentationOf(rule) }];
  }),
};
