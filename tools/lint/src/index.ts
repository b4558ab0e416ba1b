export type { Checker, CheckScope } from './checker.ts';
export { createEslintConfig } from './eslint-config.ts';
export { countFindings, type Finding, type FindingCounts, type FindingDraft, type Fix, type Severity, type SourceRange } from './finding.ts';
export { lintWorkspace, type LintRequest } from './lint-workspace.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export { renderJson } from './reporters/json.ts';
export { renderTerminal } from './reporters/terminal.ts';
