/** What a host does with a package, in this order. */
export const matrixSteps = ['install', 'upgrade', 'verify', 'downgrade', 'erase'] as const;
export type MatrixStep = (typeof matrixSteps)[number];

/** The programs that change packages on a host. */
export const matrixDrivers = ['rpm', 'dnf'] as const;
export type MatrixDriver = (typeof matrixDrivers)[number];

/** What became of one step; the steps after one that failed are not run. */
export interface StepOutcome {
  readonly step: MatrixStep;
  readonly outcome: 'passed' | 'failed' | 'not-run';
  /** What the program said, when it failed. */
  readonly detail?: string;
}

export interface RowOutcome {
  /** NEVRA. */
  readonly to: string;
  /** NEVRA; absent for a package that was never published before. */
  readonly from?: string;
  readonly driver: MatrixDriver;
  readonly steps: readonly StepOutcome[];
}

/**
 * What became of an upgrade matrix. `not-run` is not good: nothing was tried, and `reason` says why.
 * A matrix without rows passed: nothing changes for hosts.
 */
export interface MatrixResult {
  readonly schema: 1;
  readonly verdict: 'passed' | 'failed' | 'not-run';
  /** Digest of the snapshot that was tried. */
  readonly snapshot: string;
  /** Digest of what hosts come from; absent where the channel was empty. */
  readonly replaced?: string;
  /** Published versions that each package was upgraded from, at most. */
  readonly versions: number;
  /** Version of each program that ran. */
  readonly programs: Readonly<Partial<Record<MatrixDriver, string>>>;
  /** Why nothing ran, or why a program did not. */
  readonly reason?: string;
  readonly rows: readonly RowOutcome[];
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
}

/** The verdict on what ran. */
export function judgeRows(rows: readonly RowOutcome[]): 'passed' | 'failed' {
  return rows.every(({ steps }) => steps.every(({ outcome }) => outcome === 'passed')) ? 'passed' : 'failed';
}
