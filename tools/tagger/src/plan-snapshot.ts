import type { Bump, Commit, ReleasePlan } from '@bigpanda/release-model';
import type { Component } from './component.ts';
import { createCommitWeigher } from './commit-weigher.ts';
import { findProviders } from './find-providers.ts';
import type { History } from './history.ts';
import { planRelease } from './plan-release.ts';
import type { ChangedPath } from './read-working-tree.ts';
import { resolveVersionRules } from './version-rules.ts';

export interface SnapshotInput {
  readonly components: readonly Component[];
  readonly history: History;
  readonly changedPaths: readonly ChangedPath[];
  /** Version of a component that was never released. */
  readonly firstVersion: string;
  readonly weigh: (commit: Commit) => Promise<Bump>;
}

/** The snapshot plan by the default rules, for callers that have read components and history themselves. */
export async function planSnapshot({ components, history, changedPaths, firstVersion, weigh }: SnapshotInput): Promise<ReleasePlan> {
  const rules = resolveVersionRules({ first: firstVersion });
  const weigher = createCommitWeigher(rules.commits);
  return planRelease({
    kind: 'snapshot', components, history, changedPaths, rules, providers: await findProviders(),
    weigher: { ...weigher, weigh: async (commit) => ({ ...await weigher.weigh(commit), level: await weigh(commit) }) },
  });
}
