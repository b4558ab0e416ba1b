/** How much a change asks of the version, least first. */
export const bumps = ['none', 'patch', 'minor', 'major'] as const;
export type Bump = (typeof bumps)[number];

/** One commit as the planner sees it. */
export interface Commit {
  /** 40 hex digits. */
  readonly id: string;
  readonly timeSeconds: number;
  readonly message: string;
  /** Paths below the workspace that it changes against its parents. */
  readonly paths: readonly string[];
}

/** Why a component gets its version. */
export interface PlanReason {
  readonly kind: 'first-release' | 'commit' | 'library' | 'unchanged' | 'working-tree';
  readonly weight: Bump;
  readonly summary: string;
  /** Commit it comes from, 40 hex digits. */
  readonly commit?: string;
}

/** What becomes of one component. */
export interface PlannedComponent {
  /** RPM name of the main package. */
  readonly name: string;
  /** Folder below the workspace. */
  readonly root: string;
  /** Version of the last release, absent before the first. */
  readonly lastVersion?: string;
  /** The next bare version, such as `0.1.0`. */
  readonly nextVersion: string;
  /** RPM version of this plan: bare in a release, `<next>~<commits>.g<sha>` in a snapshot. */
  readonly version: string;
  readonly bump: Bump;
  /** Commits that count since the last release. */
  readonly commits: number;
  /** The commit whose content this is: the last one that changed anything the component is made of. */
  readonly commit: string;
  /** Time of that commit: the time of everything that is built. */
  readonly timeSeconds: number;
  readonly reasons: readonly PlanReason[];
}

/** Versions of all components and why: a function of history and configuration alone. */
export interface ReleasePlan {
  readonly schema: 1;
  readonly kind: 'snapshot' | 'release';
  /** Commit that was planned from. */
  readonly head: string;
  readonly dirty: boolean;
  /** Sorted by name. */
  readonly components: readonly PlannedComponent[];
}
