import { compareEvr } from '@bigpanda/rpm-format';
import type { LedgerComponent, LedgerRecord } from './ledger-record.ts';
import type { StoredLedgerRecord } from './read-ledger.ts';

/** One component of one release. */
export interface FoundRelease {
  readonly record: LedgerRecord;
  readonly component: LedgerComponent;
}

/** Every component of every release, newest first. */
export function listReleases(records: readonly StoredLedgerRecord[]): readonly FoundRelease[] {
  return records.toReversed().flatMap(({ record }) => record.components.map((component) => ({ record, component })));
}

/** The releases that have an issue's key or a commit in them, newest first; a commit by at least seven digits. */
export function findWith(records: readonly StoredLedgerRecord[], subject: string): readonly FoundRelease[] {
  const isCommit = /^[0-9a-f]{7,40}$/.test(subject);
  return listReleases(records).filter(({ record, component }) => {
    if (component.issues.includes(subject)) return true;
    const reasons = record.plan.components.find(({ name }) => name === component.name)?.reasons ?? [];
    return isCommit && reasons.some(({ commit }) => commit?.startsWith(subject) === true);
  });
}

/** A package as a channel lists it. */
export interface GivenPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
}

/** Whether a channel gives a release out, or a later one: the newest of its packages is not older. */
export function isGivenOut({ name, packages }: LedgerComponent, listed: readonly GivenPackage[]): boolean {
  const newest = listed.filter((each) => each.name === name).toSorted(compareEvr).at(-1);
  const own = packages.find((each) => each.name === name);
  return newest !== undefined && own !== undefined && compareEvr(newest, { ...own, epoch: newest.epoch }) >= 0;
}
