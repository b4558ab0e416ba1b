import type { Bump, PlanReason, PlanRefusal } from '@bigpanda/release-model';
import { compareVersions } from '@bigpanda/rpm-format/version-order';
import { allowsVersion, writeRange, type VersionRange } from './branch-range.ts';
import { findInversions, rpmVersion } from './rpm-version.ts';
import { compareSemver } from './semantic-version.ts';

export interface OrderCheck {
  readonly name: string;
  /** Version that is planned. */
  readonly version: string;
  /** Version of the last release. */
  readonly last?: string;
  /** Versions that were released from any branch, as semver writes them. */
  readonly released: readonly string[];
  /** RPM versions that a repository has. */
  readonly published: readonly string[];
  /** Range of the branch, and what says in words what it means where it holds nothing. */
  readonly range?: VersionRange & { readonly describeNothing: () => string };
}

/** Why a version must not be released: it is no step up, another branch needs it, it exists, something higher is published, or rpm would sort it the other way round than semver. */
export function refuseVersion(check: OrderCheck): PlanRefusal | undefined {
  const found = findRefusal(check);
  return found === undefined ? undefined : { ...found, message: `plan ${check.name}: ${found.reason}` };
}

function findRefusal({ version, last, released, published, range }: OrderCheck): Omit<PlanRefusal, 'message'> | undefined {
  if (last !== undefined && compareSemver(version, last) <= 0) {
    return { code: 'VERSION_NOT_ABOVE', reason: `${version} is not above the last release ${last}`, hint: 'Correct versions.overrides in repo-config/repository.json.' };
  }
  const inverted = findInversions(version, released);
  if (inverted.length > 0) {
    return { code: 'VERSION_ORDER', reason: `rpm sorts ${rpmVersion(version)} the other way round against the released ${inverted.map((other) => rpmVersion(other)).join(', ')} than semver does`, hint: 'Choose another word for the pre-release, or override the version.' };
  }
  const higher = published.toSorted((left, right) => compareVersions(right, left))[0];
  if (higher !== undefined && compareVersions(rpmVersion(version), higher) <= 0) {
    return { code: 'VERSION_PUBLISHED', reason: `version ${version} would not be an upgrade of ${higher}, which is published already`, hint: 'Override the version with a higher one, or yank what was published by mistake.' };
  }
  if (range !== undefined && !allowsVersion(range, version)) return describeRange(version, range);
  if (released.some((other) => compareSemver(other, version) === 0)) {
    return { code: 'VERSION_EXISTS', reason: `version ${version} was released before, from another commit`, hint: 'Merge the branch that has its tag, so that the next version is counted from there.' };
  }
  return undefined;
}

function describeRange(version: string, range: NonNullable<OrderCheck['range']>): Omit<PlanRefusal, 'message'> {
  if (range.below !== undefined && compareSemver(range.from, range.below) >= 0) {
    return { code: 'VERSION_OUT_OF_RANGE', reason: range.describeNothing(), hint: 'Release it from the branch that those versions belong to.' };
  }
  return { code: 'VERSION_OUT_OF_RANGE', reason: `version ${version} is outside of what this branch may release, ${writeRange(range)}`, hint: 'Release it from the branch that those versions belong to, or leave the commits that ask for it out of this one.' };
}

export interface Lift {
  readonly version: string;
  /** Gives versions for the heavier levels, least first. */
  readonly heavier: () => readonly { readonly level: Bump; readonly version: string }[];
  /** RPM versions that a repository has. */
  readonly published: readonly string[];
}

/** A version that sorts after everything published: the planned one, or that of the least level which does; with the reason why it was lifted. */
export function liftVersion({ version, heavier, published }: Lift): { readonly version: string; readonly level?: Bump; readonly reasons: readonly PlanReason[] } {
  const highest = published.toSorted((left, right) => compareVersions(right, left))[0];
  if (highest === undefined || compareVersions(rpmVersion(version), highest) > 0) return { version, reasons: [] };
  const lifted = heavier().find((step) => compareVersions(rpmVersion(step.version), highest) > 0);
  if (lifted === undefined) return { version, reasons: [] };
  return { ...lifted, reasons: [{ kind: 'published', weight: lifted.level, summary: `${highest} is published already, so ${version} would be a downgrade` }] };
}
