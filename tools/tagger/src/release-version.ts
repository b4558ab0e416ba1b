import semver from 'semver';
import { ReleaseError, type Bump } from '@bigpanda/release-model';
import type { ReleaseBranch } from './release-branch.ts';
import type { VersionRules } from './version-rules.ts';

export interface VersionStep {
  /** Version of the last release; absent before the first. */
  readonly last?: string;
  readonly level: Bump;
  readonly branch: ReleaseBranch;
  readonly rules: Pick<VersionRules, 'first' | 'zero'>;
  /** All versions that the branch contains. */
  readonly versions?: readonly string[];
}

/**
 * The version after the last release: semver, with the configured rules below 1.0.0, and on a branch of pre-releases
 * those of semantic-release (lib/get-next-version). A level of `none` gives the smallest step, for snapshots.
 */
export function nextVersion(step: VersionStep): string {
  const { last, branch, rules, level } = step;
  const preid = branch.kind === 'prerelease' ? branch.preid : undefined;
  if (last === undefined) return preid === undefined ? rules.first : `${rules.first}-${preid}.1`;
  if (preid === undefined) return raise(last, level, rules);
  const core = withoutPrerelease(last);
  if (core === last) return `${raise(core, level, rules)}-${preid}.1`;
  const highest = (step.versions ?? []).toSorted(semver.rcompare)[0] ?? last;
  const following = semver.inc(last, 'prerelease') ?? last;
  const restarted = `${raise(highest, level, rules)}-${preid}.1`;
  return semver.gt(following, restarted) ? following : restarted;
}

/** The version after a bare one on a release branch. Below 1.0.0 a breaking change raises the minor number (semver, section 4). */
export function nextReleaseVersion(last: string, bump: Bump): string {
  return raise(last, bump, { zero: { major: 'minor', minor: 'minor' } });
}

/** The level that a version step really takes: below 1.0.0 the configured one. */
export function effectiveLevel(last: string, level: Bump, zero: VersionRules['zero']): Exclude<Bump, 'none'> {
  const wanted = level === 'none' ? 'patch' : level;
  if (!last.startsWith('0.') || wanted === 'patch') return wanted;
  const ruled = zero[wanted];
  return ruled === 'none' ? 'patch' : ruled;
}

function raise(last: string, level: Bump, { zero }: Pick<VersionRules, 'zero'>): string {
  const next = semver.inc(last, effectiveLevel(last, level, zero));
  if (next === null || semver.valid(next) === null) throw new ReleaseError('VERSION_INVALID', `find the next version: no ${level} version follows "${last}"`, { exitStatus: 3, hint: 'Delete the tag that says this version, or override the next one.' });
  return next;
}

function withoutPrerelease(version: string): string {
  const parsed = semver.parse(version);
  return parsed === null ? version : `${parsed.major}.${parsed.minor}.${parsed.patch}`;
}
