import type { Commit } from '@bigpanda/release-model';

export interface HistoryCommit extends Commit {
  readonly parents: readonly string[];
}

/** What the planner reads of a repository. */
export interface History {
  /** Commit that is checked out, 40 hex digits. */
  readonly head: string;
  /** Every commit reachable from the head, children before parents; a merge lists only what differs from all its parents. */
  readonly commits: readonly HistoryCommit[];
  /** The line of first parents from the head, newest first; a merge lists all it brought in. */
  readonly mainline: readonly Commit[];
  /** Commit of each tag that the head contains. */
  readonly tags: ReadonlyMap<string, string>;
}
