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

/** Who published a snapshot, when, why and from which commit; stands beside the snapshot, never in repodata. */
export interface PublishRecord {
  readonly snapshot: RepoSnapshot;
  readonly channel: string;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly reason: string;
  /** Commit that the packages were made from, with `-dirty` for a changed tree. */
  readonly commit: string;
}
