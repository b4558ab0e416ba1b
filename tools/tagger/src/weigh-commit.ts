import type { Bump, Commit } from '@bigpanda/release-model';
import { createCommitWeigher } from './commit-weigher.ts';
import { resolveVersionRules } from './version-rules.ts';

const weigher = createCommitWeigher(resolveVersionRules().commits);

/** How much one commit asks of a version by the default rules. */
export async function weighCommit(commit: Commit): Promise<Bump> {
  return (await weigher.weigh(commit)).level;
}
