/** An error fails a lint; a warning asks for a look; a note says what was not judged. */
export type Severity = 'error' | 'warning' | 'note';

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
  /** For places that are in no file, such as a commit message; taken from the file when absent. A long line is cut to what is around the place. */
  readonly sourceLine?: string;
  /** The column of the first character of `sourceLine`; 1 when absent. */
  readonly sourceColumn?: number;
  /** The line holds a secret: no report shows it, of whatever finding. */
  readonly hidesLine?: true;
  /** Where the rule is explained: a URL, or a path below the workspace. */
  readonly documentation?: string;
}

/** One finding of any checker, complete: the only thing reporters and callers see. */
export interface Finding extends FindingDraft {
  /** 16 hex digits that stay the same while the lines move; unique among the findings of a run. */
  readonly fingerprint: string;
}

/** Errors fail a lint; warnings and notes never do. */
export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly files: number;
}

/** How many findings there are of each severity, and in how many files. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    files: new Set(findings.map((finding) => finding.file)).size,
  };
}
