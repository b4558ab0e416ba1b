/** What a failed command tells the shell: 1 failed, 2 wrong usage or configuration, 3 refused by a rule. */
export type FailureStatus = 1 | 2 | 3;

/** One thing wrong in a configuration: where it stands, what stands there, and what is allowed. */
export interface ConfigurationProblem {
  /** File and path inside it, such as `packages/server/rpm.json: contents[2].mode`. */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

export interface ReleaseErrorDetails {
  /** What to do next, as one imperative sentence. */
  readonly hint?: string;
  /** Every problem of a configuration, told at once. */
  readonly problems?: readonly ConfigurationProblem[];
  /** 1 when absent. */
  readonly exitStatus?: FailureStatus;
  readonly cause?: unknown;
}

/** An expected failure of a release tool, told apart by `code`; anything else that is thrown is our bug. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly problems: readonly ConfigurationProblem[];
  readonly exitStatus: FailureStatus;

  constructor(code: string, message: string, details: ReleaseErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
    this.exitStatus = details.exitStatus ?? 1;
  }
}
