import type { WithdrawnRelease } from '../ledger/withdrawn-releases.ts';
import type { ReleaseOrder } from '../transaction/release-order.ts';

/** What is looked at before a release begins. */
export interface ReleaseFacts {
  /** What the release would be told; the plan's digest is that of the plan now. */
  readonly order: ReleaseOrder;
  /** Digits of the digest that somebody agreed to; absent where nobody named one. */
  readonly agreed?: string;
  /** What is known of the plan that was agreed to: what became other since, a line each. */
  readonly agreedDifferences?: readonly string[];
  /** Branch that is checked out; absent where only a commit is. */
  readonly checkedOut?: string;
  /** Files that are not committed. */
  readonly uncommitted: readonly string[];
  readonly remote: RemoteFacts;
  /** Absent where nothing goes to npm. */
  readonly npm?: NpmFacts;
  /** Release tags of the plan that this clone has already, with their commits. */
  readonly localTags: ReadonlyMap<string, string>;
  /** Whether the local ledger is where the remote's is, or behind it. */
  readonly ledgerFollows: boolean;
  /** What has stated a time already, with that time in seconds since 1970. */
  readonly stated: readonly { readonly what: string; readonly seconds: number }[];
  /** What the clock says. */
  readonly nowSeconds: number;
  /** Channels that are frozen for a target, with who, when and why. */
  readonly frozen: readonly { readonly target: string; readonly by: string; readonly reason: string }[];
  readonly channels: readonly string[];
  /** Of a rebuild, what was taken back from a channel and not released higher since; none of any other release. */
  readonly withdrawn: readonly WithdrawnRelease[];
}

/** What an npm registry said. */
export interface NpmFacts {
  readonly registry: string;
  /** Why it could not be asked, or would not let us publish. */
  readonly failure?: string;
  /** Versions that the release would publish and the registry has already, as `name version`. */
  readonly taken: readonly string[];
}

/** What a remote said. */
export interface RemoteFacts {
  readonly name: string;
  /** Why it could not be asked. */
  readonly failure?: string;
  /** Tip of the branch; absent where it has none. */
  readonly branch?: string;
  /** Whether what is checked out contains that tip. */
  readonly isContained: boolean;
  /** Tags that it has of those that the release would make, with their objects. */
  readonly tags: ReadonlyMap<string, string>;
}
