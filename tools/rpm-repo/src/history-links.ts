import type { PublishRecord } from '@bigpanda/release-model';
import { formatTimeName, layout, snapshotId } from './layout.ts';
import { placeStaged, stageLink, type Staged } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { bringsSnapshot } from './publish-record.ts';

/** A name under which a snapshot can be had for ever: plain folders to any web server that follows symbolic links. */
export interface HistoryLink {
  readonly path: string;
  /** What the symbolic link says. */
  readonly target: string;
}

/**
 * The names that a record gives its snapshot: its serial, the time, and the releases that came with it.
 * @param releases `<name>-<version>` of each package that was added
 */
export function listHistoryLinks(record: PublishRecord, releases: readonly string[]): readonly HistoryLink[] {
  const { snapshot, channel } = record;
  const folder = layout.snapshot(snapshot.target, snapshotId(snapshot));
  return [
    ...(bringsSnapshot(record) ? [{ path: layout.serialLink(snapshot.target, snapshot.serial), target: `../../${folder}` }] : []),
    { path: `${layout.timeLinks(channel, snapshot.target)}/${formatTimeName(record.publishedAt)}`, target: `../../../${folder}` },
    ...releases.map((release) => ({ path: layout.releaseLink(snapshot.target, release), target: `../../${folder}` })),
  ];
}

export async function writeHistoryLinks(files: RepositoryFiles, links: readonly HistoryLink[]): Promise<void> {
  await placeStaged(files, await stageHistoryLinks(files, links));
}

/** Makes ready the links that are not there yet. */
export async function stageHistoryLinks(files: RepositoryFiles, links: readonly HistoryLink[]): Promise<readonly Staged[]> {
  const staged: Staged[] = [];
  for (const { path, target } of links) {
    if ((await files.readLink(path).catch(() => undefined)) !== target) staged.push(await stageLink(files, path, target));
  }
  return staged;
}

/** The time of `at/` that answers for a moment: the last that is not after it. */
export function findTimeName(names: readonly string[], wanted: string): string | undefined {
  return names.filter((name) => name <= wanted).sort().at(-1);
}
