import { ReleaseError } from '@bigpanda/release-model';
import { compareEvr } from '@bigpanda/rpm-format';
import { formatNevra } from './publish-plan.ts';
import type { PackageEntry } from './package-entry.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/** Versions that a hint names. */
const nearCount = 5;

/**
 * The packages that are meant by `name`, `name-version-release` or `name-version-release.arch`; a name means all of its versions.
 * @throws ReleaseError `PACKAGE_UNKNOWN` (exit status 2) naming every one that is not there
 */
export function choosePackages(content: SnapshotContent, wanted: readonly string[]): readonly PackageEntry[] {
  const found = wanted.map((text) => ({ text, entries: findWanted(content, text) }));
  const missing = found.filter(({ entries }) => entries.length === 0).map(({ text }) => text);
  if (missing.length === 0) return [...new Set(found.flatMap(({ entries }) => entries))];
  const yanked = missing.filter((text) => isYanked(content, text));
  const unknown = missing.filter((text) => !yanked.includes(text));
  const quote = (texts: readonly string[]) => texts.map((text) => `"${text}"`).join(', ');
  const facts = [...(unknown.length === 0 ? [] : [`the channel has no ${quote(unknown)}`]), ...(yanked.length === 0 ? [] : [`taken back already: ${quote(yanked)}`])];
  throw new ReleaseError('PACKAGE_UNKNOWN', `choose packages: ${facts.join('; ')}`, {
    exitStatus: 2,
    hint: adviseNames(content, unknown),
  });
}

/** Whether hosts are told that what is meant was taken back. */
function isYanked({ advisories }: SnapshotContent, text: string): boolean {
  return advisories.some(({ status, packages }) => status === 'retracted' && packages.some(({ name, version, release, arch }) => {
    return [name, `${name}-${version}-${release}`, `${name}-${version}-${release}.${arch}`].includes(text);
  }));
}

function adviseNames(content: SnapshotContent, unknown: readonly string[]): string {
  if (unknown.length === 0) return 'Leave out what was taken back already.';
  const near = [...new Set(unknown.flatMap((text) => findNear(content, text)))];
  if (near.length === 0) return 'Name packages by the columns of bigpanda repo list, joined: "panda-server", "panda-server-0.1.0-1.el9" or "panda-server-0.1.0-1.el9.noarch".';
  return `Name what the channel has: ${near.slice(0, nearCount).join(', ')}${near.length > nearCount ? ` and ${near.length - nearCount} more` : ''}.`;
}

/** Every version of the package that a text begins with. */
function findNear(content: SnapshotContent, text: string): readonly string[] {
  return listCuts(text).flatMap((name) => findEntries(content, name)).map(({ listed }) => formatNevra(listed));
}

/** A name may hold dashes: every cut of the text is looked at. */
function findWanted(content: SnapshotContent, text: string): readonly PackageEntry[] {
  return [text, ...listCuts(text)].flatMap((name) => findEntries(content, name).filter(({ listed }) => {
    return text === name || isNamed({ listed }, text);
  }));
}

function listCuts(text: string): readonly string[] {
  return [...text.matchAll(/-/g)].map(({ index }) => text.slice(0, index));
}

/** Whether a text is a package's name with version and release, with or without the architecture. */
function isNamed({ listed }: Pick<PackageEntry, 'listed'>, text: string): boolean {
  const nevra = formatNevra(listed);
  return nevra === text || nevra === `${text}.${listed.arch}`;
}

/** Packages that were chosen, of a name alone its newest version. */
export interface NewestChoice {
  readonly chosen: readonly PackageEntry[];
  /** Names of which the newest version was taken. */
  readonly newestOf: readonly string[];
}

/**
 * As `choosePackages`, but a name alone means only its newest version.
 * @throws ReleaseError `PACKAGE_UNKNOWN` (exit status 2)
 */
export function chooseNewest(content: SnapshotContent, wanted: readonly string[]): NewestChoice {
  const all = choosePackages(content, wanted);
  const newestOf = wanted.filter((text) => all.some(({ listed }) => listed.name === text));
  const chosen = all.filter((entry) => !newestOf.includes(entry.listed.name) || isNewest(entry, all) || wanted.some((text) => !newestOf.includes(text) && isNamed(entry, text)));
  return { chosen, newestOf };
}

function isNewest({ listed }: PackageEntry, all: readonly PackageEntry[]): boolean {
  return all.every((other) => other.listed.name !== listed.name || compareEvr(other.listed, listed) <= 0);
}
