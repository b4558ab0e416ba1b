import type { PayloadManifest, PlanReason } from '@bigpanda/release-model';
import type { CommitWeigher } from './commit-weigher.ts';
import type { ReleaseUnit } from './component.ts';
import type { ComponentCommit } from './component-changes.ts';
import type { Intent } from './intent.ts';
import type { LastRelease } from './last-release.ts';
import type { VersionRules } from './version-rules.ts';

/** All that evidence for one component is taken from: plain values, so that a provider is a pure function. */
export interface EvidenceSubject {
  readonly component: ReleaseUnit;
  /** Absent before the first release. */
  readonly last?: LastRelease;
  /** Commits since the last release that changed the component, newest first. */
  readonly commits: readonly ComponentCommit[];
  /** Those among them that revert one another, by id: the other's id. */
  readonly reverted: ReadonlyMap<string, string>;
  readonly intents: readonly Intent[];
  /** Commit that added a file since the last release, by path. */
  readonly addedBy: ReadonlyMap<string, string>;
  /** Manifests of the payload as it is and as it was last released, where they are known, and the files below the workspace that its bundles hold. */
  readonly payload?: { readonly now: PayloadManifest; readonly then: PayloadManifest; readonly sources?: ReadonlySet<string> };
  readonly weigher: CommitWeigher;
  readonly rules: VersionRules;
}

/** One kind of evidence. All are alike in shape: a file in `provider/` that exports `provider`; the planner finds it there. */
export interface EvidenceProvider {
  readonly title: string;
  readonly collect: (subject: EvidenceSubject) => Promise<readonly PlanReason[]>;
}
