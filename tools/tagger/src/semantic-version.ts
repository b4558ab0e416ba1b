import semver from 'semver';

/** Components share their versions: each text is read once. */
const known = new Map<string, semver.SemVer | null>();

/** A version as semver reads it; absent for a text that is none. */
export function parseSemver(text: string): semver.SemVer | undefined {
  const parsed = known.get(text);
  if (parsed !== undefined) return parsed ?? undefined;
  const found = semver.parse(text);
  known.set(text, found);
  return found ?? undefined;
}

/**
 * The order of two versions by semver: negative where the left one comes first.
 * @throws TypeError for a text that is no version
 */
export function compareSemver(left: string, right: string): number {
  return semver.compare(parseSemver(left) ?? left, parseSemver(right) ?? right);
}
