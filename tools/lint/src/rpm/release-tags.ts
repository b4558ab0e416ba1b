import { compareVersions, type PackageMetadata } from '@bigpanda/rpm-format';
import { runGit } from '../commit-list.ts';

/** Every tag of a repository; undefined outside of git. */
export function readReleaseTags(root: string): readonly string[] | undefined {
  return runGit(root, ['tag', '--list'])?.split('\n').filter((name) => name !== '');
}

/**
 * What is wrong with a version, given the release tags `<name>-<version>`: a bare version needs one, a snapshot
 * (`<next>~<commits>.g<sha>`) comes after the newest. Nothing is known where there are no tags to compare with.
 */
export function judgeVersion({ name, version }: Pick<PackageMetadata, 'name' | 'version'>, tags: readonly string[] | undefined): { readonly message: string; readonly hint: string } | undefined {
  if (tags === undefined) return undefined;
  // A tag of a component whose name goes on has letters here; a version begins with a digit.
  const released = tags.filter((tag) => tag.startsWith(`${name}-`)).map((tag) => tag.slice(name.length + 1)).filter((text) => /^\d/u.test(text));
  const newest = released.toSorted(compareVersions).at(-1);
  if (newest === undefined) return undefined;
  if (!version.includes('~')) {
    if (released.includes(version)) return undefined;
    return { message: `compare the version ${version} with the tags: there is no "${name}-${version}"; the newest is "${name}-${newest}"`, hint: 'Make bare versions by "bigpanda release" only, which sets the tag.' };
  }
  if (compareVersions(version, newest) > 0) return undefined;
  return { message: `compare the version ${version} with the tags: it does not come after "${name}-${newest}"`, hint: 'Fetch all tags, then build again.' };
}
