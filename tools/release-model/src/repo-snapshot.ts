/** What a snapshot of one target holds: enough to find it, check it and name its parent. Written once, never changed. */
export interface RepoSnapshot {
  readonly target: string;
  /** 1 for the first snapshot of a target; also the `<revision>` of its repomd.xml. */
  readonly serial: number;
  /** SHA-256 of repomd.xml, 64 hex digits. */
  readonly digest: string;
  /** Digest of the snapshot it was made from. */
  readonly parent?: string;
}

/** What was done to a channel. */
export type PublishAction = 'init' | 'add' | 'remove' | 'yank' | 'advisory' | 'import' | 'promote' | 'rollback' | 'collect' | 'freeze' | 'thaw';

/**
 * Who changed a channel, when, why and from which commit; stands beside the snapshot, never in repodata.
 * A target's records are numbered in one row, each naming the digest of the one before.
 */
export interface PublishRecord {
  readonly snapshot: RepoSnapshot;
  readonly channel: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly reason: string;
  /** Commit that the packages were made from, with `-dirty` for a changed tree. */
  readonly commit: string;
  /** `add` where it is absent. */
  readonly action?: PublishAction;
  /** Place in the row of the target's records, from 1; absent in records made before there was a row. */
  readonly number?: number;
  /** SHA-256 of the file of the record before, 64 hex digits. */
  readonly previous?: string;
  /** Digest of what the channel pointed at before. */
  readonly replaced?: string;
  /** Where the newest release package of the snapshot lies below the root. */
  readonly releasePackage?: string;
  /** Packages whose bytes stay although no snapshot may list them: paths below the root. */
  readonly yanked?: readonly string[];
  /** What the upgrade matrix said when the snapshot was promoted, and the SHA-256 of its file; `waived` by whoever promoted. */
  readonly matrix?: { readonly verdict: 'passed' | 'failed' | 'not-run' | 'waived'; readonly sha256?: string };
  /** Folder names of the snapshots that were removed because nobody needs them any more. */
  readonly collected?: readonly string[];
}
