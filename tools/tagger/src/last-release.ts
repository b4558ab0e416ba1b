import type { TaggedCommit } from './history.ts';
import type { ReleaseBranch } from './release-branch.ts';
import { createTagReader, type ReleaseTag } from './tag-format.ts';
import { resolveVersionRules, type VersionRules } from './version-rules.ts';

export interface LastRelease extends TaggedCommit {
  readonly version: string;
  readonly releaseTag: string;
}

/** Names of components and how their tags are read. */
export interface ReleaseTagReader {
  readonly names: readonly string[];
  readonly read: (tag: string) => readonly ReleaseTag[];
  /** The releases among tags by the name of their component; the same tags are read once, however often they are asked for. */
  readonly group: (tags: ReadonlyMap<string, TaggedCommit>) => ReadonlyMap<string, readonly ReleaseTag[]>;
}

/** Reads the tags of components by the version rules. */
export function createReleaseTagReader(names: readonly string[], rules: Pick<VersionRules, 'tagFormat' | 'adopted'>): ReleaseTagReader {
  const read = createTagReader(names, rules);
  const known = new WeakMap<ReadonlyMap<string, TaggedCommit>, ReadonlyMap<string, readonly ReleaseTag[]>>();
  return {
    names,
    read,
    group: (tags) => {
      const found = known.get(tags) ?? groupReleases(tags.keys(), read);
      known.set(tags, found);
      return found;
    },
  };
}

/** The releases among tags by the name of their component. */
export function groupReleases(tags: Iterable<string>, read: ReleaseTagReader['read']): Map<string, ReleaseTag[]> {
  const groups = new Map<string, ReleaseTag[]>();
  for (const releaseTag of tags) {
    for (const release of read(releaseTag)) {
      const group = groups.get(release.name);
      if (group === undefined) groups.set(release.name, [release]);
      else group.push(release);
    }
  }
  return groups;
}

/** The last release of each component in the order of their names: the highest version that counts on the branch; absent before the first. */
export function findLastReleases({ names, group }: ReleaseTagReader, tags: ReadonlyMap<string, TaggedCommit>, branch: ReleaseBranch): (LastRelease | undefined)[] {
  const releases = group(tags);
  return names.map((name) => {
    const last = findLast(releases.get(name) ?? [], branch);
    const tagged = last === undefined ? undefined : tags.get(last.releaseTag);
    return last === undefined || tagged === undefined ? undefined : { version: last.version, releaseTag: last.releaseTag, ...tagged };
  });
}

function findLast(releases: readonly ReleaseTag[], branch: ReleaseBranch): ReleaseTag | undefined {
  let last: ReleaseTag | undefined;
  for (const release of releases) {
    if (countsOn(branch, release) && (last === undefined || comesAfter(release, last))) last = release;
  }
  return last;
}

/** The last release of one component among tags named `<name>-<version>`; a longer package name is another component's. */
export function findLastRelease(name: string, tags: ReadonlyMap<string, TaggedCommit>): LastRelease | undefined {
  return findLastReleases(createReleaseTagReader([name], resolveVersionRules()), tags, { kind: 'release' })[0];
}

/** A pre-release counts only on the branch that makes those of its word (semantic-release, get-last-release). */
function countsOn(branch: ReleaseBranch, { parsed: { prerelease } }: ReleaseTag): boolean {
  return prerelease.length === 0 || (branch.preid !== undefined && prerelease.includes(branch.preid));
}

function comesAfter(left: ReleaseTag, right: ReleaseTag): boolean {
  const order = left.parsed.compare(right.parsed);
  return order > 0 || (order === 0 && left.releaseTag < right.releaseTag);
}
