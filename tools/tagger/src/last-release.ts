import semver from 'semver';
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
}

/** Reads the tags of components by the version rules; each tag once, however often it is asked for. */
export function createReleaseTagReader(names: readonly string[], rules: Pick<VersionRules, 'tagFormat' | 'adopted'>): ReleaseTagReader {
  const read = createTagReader(names, rules);
  const known = new Map<string, readonly ReleaseTag[]>();
  return {
    names,
    read: (tag) => {
      const found = known.get(tag) ?? read(tag);
      known.set(tag, found);
      return found;
    },
  };
}

/** The last release of each component in the order of their names: the highest version that counts on the branch; absent before the first. */
export function findLastReleases({ names, read }: ReleaseTagReader, tags: ReadonlyMap<string, TaggedCommit>, branch: ReleaseBranch): (LastRelease | undefined)[] {
  const found = new Map<string, { readonly tag: ReleaseTag; readonly tagged: TaggedCommit }>();
  for (const [releaseTag, tagged] of tags) {
    for (const tag of read(releaseTag)) {
      const other = found.get(tag.name);
      if (countsOn(branch, tag) && (other === undefined || comesAfter(tag, other.tag))) found.set(tag.name, { tag, tagged });
    }
  }
  return names.map((name) => {
    const last = found.get(name);
    return last === undefined ? undefined : { version: last.tag.version, releaseTag: last.tag.releaseTag, ...last.tagged };
  });
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
  const order = semver.compare(left.parsed, right.parsed);
  return order > 0 || (order === 0 && left.releaseTag < right.releaseTag);
}
