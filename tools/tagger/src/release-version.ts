import type { Bump } from '@bigpanda/release-model';

const plainVersion = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Whether a text is a bare version such as `0.1.0`. */
export function isPlainVersion(text: string): boolean {
  return plainVersion.test(text);
}

/**
 * The version after a released one. Below 1.0.0 a breaking change raises the minor number (semver, section 4).
 * @param last a bare version, such as `0.1.0`
 */
export function nextReleaseVersion(last: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = last.split('.').map(Number);
  if (bump === 'major' && major > 0) return `${major + 1}.0.0`;
  if (bump === 'major' || bump === 'minor') return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
