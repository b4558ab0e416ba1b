import { canonicalDigest, type PlannedComponent, type ReleasePlan } from '@bigpanda/release-model';

/** What a release was told before its first step: everything that it makes is a function of this, of the sources and of the keys. */
export interface ReleaseOrder {
  readonly schema: 1;
  /** `rebuild` packs a released version once more, with a higher release number and without a tag. */
  readonly kind: 'release' | 'rebuild';
  /** Digest of the plan, 64 hex digits. */
  readonly planDigest: string;
  readonly plan: ReleasePlan;
  /** RPM names of the components that are released. */
  readonly released: readonly string[];
  /** The earlier release whose payload the one component that is released gets again; absent in any other release. */
  readonly forward?: { readonly version: string; readonly releaseTag: string };
  /** First part of the release number of each package. */
  readonly releaseNumber: number;
  /** The one time that all of it states: ISO 8601 in UTC, whole seconds. */
  readonly begunAt: string;
  readonly approvedBy: string;
  readonly runBy: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Whether git signs the tags with a key of its own configuration. */
  readonly signsTags: boolean;
  readonly branch: string;
  readonly remote: string;
  /** Commit that was checked out when it began. */
  readonly head: string;
  /** Tip of the ledger that the record follows; absent for the first one. */
  readonly ledger?: string;
  /** Tip of the local ledger branch, which may lack. */
  readonly localLedger?: string;
  /** Whether changelogs are committed, or stand in tags and the ledger only. */
  readonly changelog: 'commit' | 'notes-only';
  readonly channel: string;
  /** Path of the repository, from the workspace. */
  readonly repository: string;
  readonly targets: readonly string[];
  /** Digest of the snapshot that the channel gave out, by target; absent for an empty channel. */
  readonly bases: Readonly<Record<string, string>>;
  /** Whether upgrades are tried on throw-away hosts. */
  readonly rehearsal: 'run' | 'waived';
  /** Where to, and by which dist-tag, packages go to npm; absent where none does. The registry is a URL, or `local`. */
  readonly npm?: { readonly registry: string; readonly distTag: string };
  /** Why, for records. */
  readonly reason: string;
}

/** A component that is released, with its tag. */
export type ReleasedComponent = PlannedComponent & { readonly releaseTag: string };

/** A name for an order: the first twelve digits of its digest. */
export function orderId(order: ReleaseOrder): string {
  return canonicalDigest(order).slice(0, 12);
}

/** The components that an order releases, sorted by name. */
export function listReleased({ plan, released }: Pick<ReleaseOrder, 'plan' | 'released'>): readonly ReleasedComponent[] {
  return plan.components.flatMap((component) => {
    const releaseTag = component.releaseTag ?? component.lastTag;
    return released.includes(component.name) && releaseTag !== undefined ? [{ ...component, releaseTag }] : [];
  });
}

/** Those of the components that go to npm. A rebuild does not: a registry gives a version once. */
export function listPublished(order: Pick<ReleaseOrder, 'plan' | 'released' | 'kind'>): readonly (ReleasedComponent & { readonly npm: string })[] {
  if (order.kind === 'rebuild') return [];
  return listReleased(order).flatMap(({ npm, ...rest }) => (npm === undefined ? [] : [{ ...rest, npm }]));
}

/** The time of an order in seconds since 1970. */
export function orderSeconds({ begunAt }: Pick<ReleaseOrder, 'begunAt'>): number {
  return Math.floor(Date.parse(begunAt) / 1000);
}

/** Channel that a release is staged in, which nobody follows. */
export function stagedChannel(channel: string): string {
  return `staged-${channel}`;
}
