import { ReleaseError } from '@bigpanda/release-model';
import { compareVersions } from '@bigpanda/rpm-format/version-order';
import { compareSemver, parseSemver } from './semantic-version.ts';

/** Targets whose rpm is older than 4.15 and takes `^` for a mistake (rpm 4.15 release notes). */
const withoutCaret = /^el[5-8]$/;

/** Whether a target's rpm knows `^`. */
export function hasCaret(target: string): boolean {
  return !withoutCaret.test(target);
}

/**
 * The RPM version of a release: `1.2.0-beta.1` becomes `1.2.0~beta.1`, which sorts before `1.2.0`; build metadata follows a `^`,
 * or a `+` where the target has no `^`. A hyphen ends a version in RPM, so one inside a pre-release becomes `_`.
 */
export function rpmVersion(version: string, target = 'el9'): string {
  const parsed = parseSemver(version);
  if (parsed === undefined) throw new ReleaseError('VERSION_INVALID', `write a version for rpm: "${version}" is not a version`, { exitStatus: 2, hint: 'Use a version such as 1.2.0 or 1.2.0-beta.1.' });
  const core = `${parsed.major}.${parsed.minor}.${parsed.patch}`;
  const words = parsed.prerelease.length === 0 ? '' : `~${parsed.prerelease.join('.').replaceAll('-', '_')}`;
  const build = parsed.build.length === 0 ? '' : `${hasCaret(target) ? '^' : '+'}${parsed.build.join('.').replaceAll('-', '_')}`;
  return `${core}${words}${build}`;
}

/** What {@link snapshotVersion} writes. */
export interface SnapshotVersion {
  /** The next release, as semver writes it. */
  readonly next: string;
  /** Commits that it contains and the last release does not. */
  readonly commits: number;
  /** Beginning of the commit whose content it is. */
  readonly sha: string;
  /** Beginning of a digest of what is not committed. */
  readonly dirt?: string;
}

/** The RPM version of a snapshot: `<next>~<commits>.g<sha>`, which sorts after the last release and before the next. */
export function snapshotVersion({ next, commits, sha, dirt }: SnapshotVersion): string {
  return `${rpmVersion(next)}~${commits}.g${sha}${dirt === undefined ? '' : `.d${dirt}`}`;
}

/**
 * The published versions that rpm would sort the other way round against a new version than semver does.
 * Such a release must not be made: dnf would downgrade, or never upgrade.
 */
export function findInversions(version: string, published: readonly string[]): string[] {
  const ours = rpmVersion(version);
  // Numbers alone are sorted alike by both.
  const suspects = isBare(version) ? published.filter((other) => !isBare(other)) : published;
  return suspects.filter((other) => {
    const wanted = compareSemver(version, other);
    return wanted !== 0 && Math.sign(compareVersions(ours, rpmVersion(other))) !== wanted;
  });
}

function isBare(version: string): boolean {
  return !/[-+]/.test(version);
}
