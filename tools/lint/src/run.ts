export { countFindings, type Finding, type FindingCounts } from './finding.ts';
export { fixWorkspace, lintPackages, lintWorkspace, runLint, updateBaseline, type BaselineChange, type FixResult, type LintResult } from './lint-workspace.ts';
export { findReporter, reporterNames } from './reporter-list.ts';
export type { Reporter, ReporterOptions, RunFacts } from './reporter.ts';
export { explainRule } from './rules-page.ts';
export type { LintRequest } from './scope.ts';
