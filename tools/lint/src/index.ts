export type { Checker, CheckScope, RuleDescription } from './checker.ts';
export { createEslintConfig } from './eslint-config.ts';
export { countFindings, type Finding, type FindingCounts, type FindingDraft, type Fix, type Severity, type SourceRange } from './finding.ts';
export { fixWorkspace, lintWorkspace, updateBaseline, type BaselineChange, type FixResult, type LintRequest } from './lint-workspace.ts';
export { findReporter, reporterNames } from './reporter-list.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export { renderJson } from './reporters/json.ts';
export { renderTerminal } from './reporters/terminal.ts';
export { renderRulesPage } from './rules-page.ts';
