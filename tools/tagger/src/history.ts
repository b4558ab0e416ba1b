import type { Commit } from '@bigpanda/release-model';

/** A commit with what it changes against its first parent: a merge lists all that it brought in. */
export interface HistoryCommit extends Commit {
  readonly parents: readonly string[];
  /** Those of its paths that were not there before. */
  readonly added: readonly string[];
  /** Those of its paths that are gone. */
  readonly deleted: readonly string[];
}

/** A release tag's commit. */
export interface TaggedCommit {
  /** 40 hex digits. */
  readonly commit: string;
}

/** What the planner reads of a repository. */
export interface History {
  /** Commit that is checked out, 40 hex digits. */
  readonly head: string;
  /** Branch that is checked out or was named; absent where only a commit is. */
  readonly branch?: string;
  /** Commits reachable from the head, children before parents: up to the last one that is new to a component or is its last release, all where one was never released. */
  readonly commits: readonly HistoryCommit[];
  /** Each tag that the head contains; where the clone has no other release branch and no pre-release, perhaps also tags of lower versions that it does not. */
  readonly tags: ReadonlyMap<string, TaggedCommit>;
  /** Tags that each other release branch contains, by the branch's name. */
  readonly branchTags: ReadonlyMap<string, readonly string[]>;
}
