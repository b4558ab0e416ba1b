import type { Finding } from './finding.ts';

/** What a run looked at, besides what it found. */
export interface RunFacts {
  readonly fileCount: number;
  /** How many files of which kind, and what judged them, such as 12 "JSON"; the largest first. */
  readonly judged: readonly { readonly count: number; readonly what: string }[];
  /** Findings that the baseline accepts. */
  readonly accepted: number;
  readonly seconds: number;
}

/** How findings are shown. */
export interface ReporterOptions {
  /** Escape sequences for a terminal; false when absent. */
  readonly colour?: boolean;
  /** Width of the terminal, in characters. */
  readonly columns?: number;
  readonly facts?: RunFacts;
}

/** The text that tells findings, without a newline at the end. */
export type Reporter = (findings: readonly Finding[], options?: ReporterOptions) => string;
