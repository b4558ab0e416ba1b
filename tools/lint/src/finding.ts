export type Severity = 'error' | 'warning';

/** A stretch of a file. Lines and columns count from 1; the end column is the first one that no longer belongs. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Text that replaces what stands between two offsets, counted in UTF-16 units from 0. */
export interface Fix {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** What a checker says about one place. */
export interface FindingDraft {
  /** Such as `bigpanda/import-directions` or `@typescript-eslint/no-floating-promises`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to do next, as one imperative sentence. */
  readonly hint?: string;
  /** Path below the workspace, with `/`. */
  readonly file: string;
  /** Absent where the finding is about the whole file. */
  readonly range?: SourceRange;
  readonly fix?: Fix;
  /** Where the rule is explained: a URL, or a path below the workspace. */
  readonly documentation?: string;
}

/** One finding of any checker, complete: the only thing reporters and callers see. */
export interface Finding extends FindingDraft {
  /** Text of the line where the range begins, as it stands in the file. */
  readonly sourceLine?: string;
  /** 16 hex digits that stay the same while the lines move; unique among the findings of a run. */
  readonly fingerprint: string;
}

/** Errors fail a lint; warnings never do. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly files: number;
}

/** How many findings there are of each severity, and in how many files. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return {
    errors,
    warnings: findings.length - errors,
    files: new Set(findings.map((finding) => finding.file)).size,
  };
}
