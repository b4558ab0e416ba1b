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

/** Where a reason comes from: what happened to a component, what a person declared, or a comparison of payloads. */
export const reasonKinds = ['first-release', 'commit', 'library', 'unchanged', 'working-tree', 'intent', 'issue', 'payload', 'override', 'published'] as const;

/** One piece of evidence for a version. */
export interface PlanReason {
  readonly kind: (typeof reasonKinds)[number];
  readonly weight: Bump;
  readonly summary: string;
  /** What a breaking commit breaks: the text of its footer, else what its subject says. */
  readonly breaking?: string;
  /** Folder of the library of the workspace that a commit changed; absent where it changed what packages are made with, such as the lock file. */
  readonly library?: string;
  /** Commit it comes from, 40 hex digits. */
  readonly commit?: string;
  /** File it comes from: a path below the workspace, or an installed path that begins with `/`. */
  readonly file?: string;
  /** Line in that file, from 1. */
  readonly line?: number;
}

/** Why a component cannot get its version. */
export interface PlanRefusal {
  readonly code: string;
  /** Action and facts, as an error has them. */
  readonly message: string;
  /** The facts alone, the same for all components that are refused for the same reason. */
  readonly reason: string;
  readonly hint: string;
}

/** The branch that is planned for. */
export interface PlannedBranch {
  /** `work` is a branch that nothing is released from: the plan says what would follow once it is merged. */
  readonly kind: 'release' | 'maintenance' | 'prerelease' | 'work';
  readonly name?: string;
  /** Channel of the repository that releases from it go to. */
  readonly channel?: string;
}

/** What becomes of one component. */
export interface PlannedComponent {
  /** RPM name of the main package; the npm name where no RPM is made. */
  readonly name: string;
  /** Folder below the workspace. */
  readonly root: string;
  /** Name under which it is published to an npm registry; absent where it is not. */
  readonly npm?: string;
  /** Version of the last release, absent before the first. */
  readonly lastVersion?: string;
  /** Tag of the last release. */
  readonly lastTag?: string;
  /** The next version as semver writes it, such as `0.1.0`; the last one where a release plan leaves the component as it is. */
  readonly nextVersion: string;
  /** Tag that the release gets; only in a release plan, and only where there is something to release. */
  readonly releaseTag?: string;
  /** RPM version of this plan: bare in a release, `<next>~<commits>.g<sha>` in a snapshot. */
  readonly version: string;
  readonly bump: Bump;
  /** Commits that count since the last release. */
  readonly commits: number;
  /** The commit whose content this is: the last one that changed anything the component is made of. */
  readonly commit: string;
  /** Time of that commit: the time of everything that is built. */
  readonly timeSeconds: number;
  /** What the level rests on: commits alone, or a comparison of payloads too. */
  readonly basis?: 'commits' | 'payload';
  /** Heaviest first in a release plan, newest first in a snapshot plan. */
  readonly reasons: readonly PlanReason[];
  /** Present where a rule forbids this version: the component must not be released so. */
  readonly refusal?: PlanRefusal;
}

/** Versions of all components and why: a function of history and configuration alone. */
export interface ReleasePlan {
  readonly schema: 1;
  readonly kind: 'snapshot' | 'release';
  /** Commit that was planned from. */
  readonly head: string;
  readonly dirty: boolean;
  readonly branch?: PlannedBranch;
  /** Sorted by name. */
  readonly components: readonly PlannedComponent[];
}
