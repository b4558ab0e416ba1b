import type { ChangelogEntry } from '@bigpanda/rpm-format';

/** Releases that `%changelog` of a package tells of, at most. */
const toldReleases = 20;

/** The entries of `%changelog`, newest first: as many as a package tells of. */
export function joinChangelogs(entries: readonly ChangelogEntry[]): readonly ChangelogEntry[] {
  return entries.slice(0, toldReleases);
}
