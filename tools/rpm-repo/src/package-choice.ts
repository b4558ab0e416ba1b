import { ReleaseError } from '@bigpanda/release-model';
import { formatNevra } from './publish-plan.ts';
import type { PackageEntry } from './package-entry.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/**
 * The packages that are meant by `name`, `name-version-release` or `name-version-release.arch`; a name means all of its versions.
 * @throws ReleaseError `PACKAGE_UNKNOWN` (exit status 2) naming every one that is not there
 */
export function choosePackages(content: SnapshotContent, wanted: readonly string[]): readonly PackageEntry[] {
  const found = wanted.map((text) => ({ text, entries: findWanted(content, text) }));
  const unknown = found.filter(({ entries }) => entries.length === 0).map(({ text }) => `"${text}"`);
  if (unknown.length === 0) return [...new Set(found.flatMap(({ entries }) => entries))];
  throw new ReleaseError('PACKAGE_UNKNOWN', `choose packages: the channel has no ${unknown.join(', ')}`, {
    exitStatus: 2,
    hint: 'Name packages as the list shows them, such as "panda-server" or "panda-server-0.1.0-1.el9.noarch".',
  });
}

/** A name may hold dashes: every cut of the text is looked at. */
function findWanted(content: SnapshotContent, text: string): readonly PackageEntry[] {
  const cuts = [...text.matchAll(/-/g)].map(({ index }) => text.slice(0, index));
  return [text, ...cuts].flatMap((name) => findEntries(content, name).filter(({ listed }) => {
    const nevra = formatNevra(listed);
    return text === name || nevra === text || nevra === `${text}.${listed.arch}`;
  }));
}
