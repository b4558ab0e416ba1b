export { countFindings, type Finding, type FindingCounts } from './finding.ts';
export { fixWorkspace, lintWorkspace, updateBaseline, type BaselineChange, type FixResult, type LintRequest } from './lint-workspace.ts';
export { findReporter, reporterNames } from './reporter-list.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
