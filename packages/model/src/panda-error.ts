/** What a failed start tells the shell: 1 failed, 2 wrong usage or configuration. */
export type FailureStatus = 1 | 2;

/** One thing wrong in a configuration: where it stands, what stands there, and what is allowed. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

export interface PandaErrorDetails {
  /** What to do next, as one imperative sentence. */
  readonly hint?: string;
  /** Every problem of a configuration, told at once. */
  readonly problems?: readonly ConfigurationProblem[];
  /** 1 when absent. */
  readonly exitStatus?: FailureStatus;
  readonly cause?: unknown;
}

/** An expected failure of a PanDA component, told apart by `code`; anything else that is thrown is our bug. */
export class PandaError extends Error {
  override readonly name = 'PandaError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly problems: readonly ConfigurationProblem[];
  readonly exitStatus: FailureStatus;

  constructor(code: string, message: string, details: PandaErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
    this.exitStatus = details.exitStatus ?? 1;
  }
}

/**
 * Whether a failure is an expected one. Told by name and code, not by class: a dialect or plug-in is a bundle of its own
 * and throws its own copy of the class.
 */
export function isPandaError(value: unknown): value is PandaError {
  return value instanceof Error && value.name === 'PandaError' && 'code' in value && 'problems' in value;
}
