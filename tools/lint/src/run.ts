export { countFindings, type Finding, type FindingCounts } from './finding.ts';
export { fixWorkspace, lintPackages, lintWorkspace, updateBaseline, type BaselineChange, type FixResult } from './lint-workspace.ts';
export { findReporter, reporterNames } from './reporter-list.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export type { LintRequest } from './scope.ts';
