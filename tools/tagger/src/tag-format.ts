import type semver from 'semver';
import { readLooseVersion } from './adopt-history.ts';
import { parseSemver } from './semantic-version.ts';
import type { VersionRules } from './version-rules.ts';

/** What a tag says: the release of a component. */
export interface ReleaseTag {
  readonly name: string;
  /** As semver writes it. */
  readonly version: string;
  readonly parsed: semver.SemVer;
  readonly releaseTag: string;
}

interface TagShape {
  readonly name: string;
  readonly suffix: string;
  readonly read: (text: string) => semver.SemVer | undefined;
}

const versionMark = '${version}';
const nameMark = '${name}';

/** The tag of a release. */
export function formatReleaseTag(format: string, name: string, version: string): string {
  return format.replaceAll(nameMark, name).replaceAll(versionMark, version);
}

/**
 * Reads tags of components: those of the format, and of adopted formats for the components they were adopted for.
 * Names that begin alike are told apart, because what follows the name must be a whole version.
 */
export function createTagReader(names: readonly string[], { tagFormat, adopted }: Pick<VersionRules, 'tagFormat' | 'adopted'>): (tag: string) => readonly ReleaseTag[] {
  const shapes = [
    ...names.map((name) => ({ name, format: tagFormat.replaceAll(nameMark, name), read: readStrictVersion })),
    ...adopted.filter(({ component }) => names.includes(component)).map(({ component, format }) => ({ name: component, format, read: readAdoptedVersion })),
  ];
  const byPrefix = new Map<string, TagShape[]>();
  for (const { name, format, read } of shapes) {
    const [prefix = '', suffix = ''] = format.split(versionMark);
    byPrefix.set(prefix, [...byPrefix.get(prefix) ?? [], { name, suffix, read }]);
  }
  // The last letters of prefixes: a look-up takes longer than to see that a version does not begin here.
  const lastLetters = new Set([...byPrefix.keys()].map((prefix) => prefix.at(-1) ?? ''));
  return (releaseTag) => {
    const found: ReleaseTag[] = [];
    for (let start = 0; start < releaseTag.length; start += 1) {
      if (!isDigit(releaseTag, start) || isDigit(releaseTag, start - 1) || !lastLetters.has(releaseTag[start - 1] ?? '')) continue;
      for (const { name, suffix, read } of byPrefix.get(releaseTag.slice(0, start)) ?? []) {
        if (!releaseTag.endsWith(suffix)) continue;
        const parsed = read(releaseTag.slice(start, releaseTag.length - suffix.length));
        if (parsed !== undefined) found.push({ name, version: parsed.version, parsed, releaseTag });
      }
    }
    return found;
  };
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

/** Only what semver writes is a version of ours: `1.2.0`, not `v1.2.0` and not `1.2`. */
function readStrictVersion(text: string): semver.SemVer | undefined {
  return parseSemver(text);
}

function readAdoptedVersion(text: string): semver.SemVer | undefined {
  return parseSemver(readLooseVersion(text) ?? '');
}
