import semver from 'semver';
import { releaseBranches, resolveBranch, type ReleaseBranch } from './release-branch.ts';
import { compareSemver, parseSemver } from './semantic-version.ts';
import type { VersionRules } from './version-rules.ts';

/** Versions of one component that each release branch contains, by branch; the branch that is planned for is among them. */
export type BranchVersions = ReadonlyMap<string, readonly string[]>;

/** Versions that may be released, as semver writes versions. */
export interface VersionRange {
  readonly from: string;
  /** Absent where none is too high. */
  readonly below?: string;
}

/** Gives the versions that may be released of one component; absent where any version may be. */
export type RangeFinder = (versions: BranchVersions) => VersionRange | undefined;

/** Whether a version may be released: no pre-release may, as by semver's ranges. */
export function allowsVersion({ from, below }: VersionRange, version: string): boolean {
  return parseSemver(version)?.prerelease.length === 0 && compareSemver(version, from) >= 0 && (below === undefined || compareSemver(version, below) < 0);
}

/** A range as semver writes it, such as `>=1.1.0 <1.2.0`. */
export function writeRange({ from, below }: VersionRange): string {
  return below === undefined ? `>=${from}` : `>=${from} <${below}`;
}

/**
 * How the versions that may be released from a branch are found, so that no branch takes a version that another one needs.
 * The rules of semantic-release (lib/branches/normalize).
 * @param names release branches of the clone, and the branch itself
 */
export function createRangeFinder(branch: ReleaseBranch, names: readonly string[], rules: Pick<VersionRules, 'branches' | 'first'>): RangeFinder {
  if (branch.name === undefined || branch.kind === 'work' || branch.kind === 'prerelease') return () => undefined;
  const { name, kind } = branch;
  const known = releaseBranches(rules.branches, names).map((one) => ({ ...resolveBranch(rules.branches, one), name: one }));
  return (versions) => {
    const lines = known.map((line) => ({ ...line, versions: versions.get(line.name) ?? [] }));
    const all: BranchLines = {
      first: rules.first,
      release: lines.filter((line) => line.kind === 'release'),
      maintenance: lines.filter((line) => line.kind === 'maintenance').sort((left, right) => ((left.range ?? '') < (right.range ?? '') ? -1 : 1)),
    };
    return kind === 'release' ? rangeOfRelease(name, all) : rangeOfMaintenance(name, all);
  };
}

interface BranchLine {
  readonly name: string;
  readonly range?: string;
  readonly versions: readonly string[];
}

interface BranchLines {
  readonly first: string;
  readonly release: readonly BranchLine[];
  readonly maintenance: readonly BranchLine[];
}

function rangeOfRelease(name: string, { release, first }: BranchLines): VersionRange {
  const place = release.findIndex((line) => line.name === name);
  const from = release.slice(0, place + 1).reduce((found, line) => higher(found, latest(line.versions)), latest(release[0]?.versions ?? []) ?? first);
  const following = release[place + 1];
  const below = following === undefined ? undefined : firstAbove(following.versions, release.slice(0, place + 1));
  return { from, ...(below === undefined ? {} : { below }) };
}

function rangeOfMaintenance(name: string, { maintenance, release, first }: BranchLines): VersionRange {
  const place = maintenance.findIndex((line) => line.name === name);
  const line = maintenance[place];
  const before = maintenance[place - 1];
  const range = line?.range ?? name;
  const lower = isMajorRange(range) && before?.range !== undefined && !isMajorRange(before.range) ? upperBound(before.range) : lowerBound(range);
  const [main] = release;
  const base = main === undefined ? undefined : firstAbove(main.versions, maintenance) ?? latest(main.versions);
  return { from: higher(latest(line?.versions ?? []) ?? first, lower), below: lowerOf(base ?? first, upperBound(range)) };
}

function isMajorRange(range: string): boolean {
  return /^\d+\.x(?:\.x)?$/i.test(range);
}

function upperBound(range: string): string | undefined {
  return /<(\d+\.\d+\.\d+)(?:-\d+)?$/.exec(semver.validRange(range) ?? '')?.[1];
}

function lowerBound(range: string): string | undefined {
  return /(\d+\.\d+\.\d+)/.exec(semver.validRange(range) ?? '')?.[1];
}

function latest(versions: readonly string[]): string | undefined {
  const bare = versions.filter((version) => !version.includes('-'));
  return bare.reduce<string | undefined>((found, version) => (found === undefined || compareSemver(version, found) > 0 ? version : found), undefined);
}

/** The lowest version above all those of other branches. */
function firstAbove(versions: readonly string[], others: readonly BranchLine[]): string | undefined {
  const highest = others.flatMap((line) => line.versions).sort(compareSemver).at(-1);
  const sorted = versions.toSorted(compareSemver);
  return highest === undefined ? sorted.find((version) => parseSemver(version)?.prerelease.length === 0) : sorted.find((version) => compareSemver(version, highest) > 0);
}

function higher(left: string, right: string | undefined): string {
  return right !== undefined && compareSemver(right, left) > 0 ? right : left;
}

function lowerOf(left: string, right: string | undefined): string {
  return right !== undefined && compareSemver(right, left) < 0 ? right : left;
}
