import type { PublishRecord } from '@bigpanda/release-model';
import { layout, snapshotId } from './layout.ts';

/** How long what was given out stays. */
export interface Retention {
  /** Whoever read metadata in this time may come for its packages. */
  readonly days: number;
  /** The last so many snapshots of each channel stay in any case. */
  readonly snapshots: number;
}

/** A snapshot that is there, by what it needs. */
export interface HeldSnapshot {
  /** Folder below the root. */
  readonly folder: string;
  /** Paths of its packages below the root. */
  readonly packages: readonly string[];
}

export interface CollectionFacts {
  /** Of all targets, each target's in their row. */
  readonly records: readonly PublishRecord[];
  readonly snapshots: readonly HeldSnapshot[];
  /** Folders that channels point at. */
  readonly live: readonly string[];
  /** Every package that is there: paths below the root. */
  readonly pool: readonly string[];
  readonly retention: Retention;
  /** Seconds since 1970. */
  readonly nowSeconds: number;
}

export interface CollectionPlan {
  /** Folders of snapshots that nobody needs. */
  readonly snapshots: readonly string[];
  /** Packages that nobody needs. */
  readonly packages: readonly string[];
}

/**
 * Decides what may go: snapshots that no channel points at, that none gave out in the time of retention and that are not
 * among the last of a channel; and packages that no other snapshot lists and that were not taken back.
 */
export function planCollection(facts: CollectionFacts): CollectionPlan {
  const needed = new Set([...facts.live, ...findRecent(facts), ...findLast(facts)]);
  const kept = facts.snapshots.filter(({ folder }) => needed.has(folder));
  const wanted = new Set([...kept.flatMap(({ packages }) => packages), ...facts.records.flatMap(({ yanked = [] }) => yanked)]);
  return {
    snapshots: facts.snapshots.map(({ folder }) => folder).filter((folder) => !needed.has(folder)),
    packages: facts.pool.filter((path) => !wanted.has(path)),
  };
}

/** A snapshot is given out from its record to the next record of the channel; until a clock is trusted, one without a readable time counts as given out now. */
function findRecent({ records, retention, nowSeconds }: CollectionFacts): readonly string[] {
  const horizon = nowSeconds - retention.days * 86_400;
  return [...groupByChannel(records).values()].flatMap((row) => row.filter((_record, index) => {
    const next = row[index + 1];
    const until = next === undefined ? Number.NaN : Date.parse(next.publishedAt) / 1000;
    return !(until < horizon);
  }).map(folderOf));
}

function findLast({ records, retention }: CollectionFacts): readonly string[] {
  return [...groupByChannel(records).values()].flatMap((row) => [...new Set(row.toReversed().map(folderOf))].slice(0, retention.snapshots));
}

function groupByChannel(records: readonly PublishRecord[]): ReadonlyMap<string, readonly PublishRecord[]> {
  return Map.groupBy(records, ({ channel, snapshot }) => `${channel} ${snapshot.target}`);
}

function folderOf({ snapshot }: PublishRecord): string {
  return layout.snapshot(snapshot.target, snapshotId(snapshot));
}
