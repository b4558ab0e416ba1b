import type { Finding } from './finding.ts';

export interface ReporterOptions {
  /** Escape sequences for a terminal; false when absent. */
  readonly colour?: boolean;
}

/** The text that tells findings, without a newline at the end. */
export type Reporter = (findings: readonly Finding[], options?: ReporterOptions) => string;
