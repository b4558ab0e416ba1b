import type { RepositoryConfig } from '@bigpanda/release-model';
import { requireChannel } from './channel-choice.ts';
import { readPointer } from './channel-pointer.ts';
import { readContent } from './content-reader.ts';
import { parseRecord } from './json-record.ts';
import { layout } from './layout.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { findSnapshotId } from './repository-listing.ts';
import { emptyContent, type SnapshotContent } from './snapshot-content.ts';
import { compareContents, type SnapshotDifference } from './snapshot-difference.ts';

export interface CompareOptions {
  readonly config: RepositoryConfig;
  readonly target: string;
  /** A channel, or a snapshot's serial or folder name. */
  readonly from: string;
  readonly to: string;
}

/**
 * What moving from one snapshot to another means for hosts.
 * @throws ReleaseError `SNAPSHOT_UNKNOWN`, `TARGET_UNKNOWN`, `REPOSITORY_DAMAGED`
 */
export async function compareSnapshots(root: string, { config, target, from, to }: CompareOptions): Promise<SnapshotDifference> {
  const files = openRepositoryFiles(root);
  return compareContents(await readNamed(files, { config, target, name: from }), await readNamed(files, { config, target, name: to }));
}

interface NamedSnapshot {
  readonly config: RepositoryConfig;
  readonly target: string;
  readonly name: string;
}

async function readNamed(files: RepositoryFiles, { config, target, name }: NamedSnapshot): Promise<SnapshotContent> {
  if (Object.hasOwn(config.channels, name)) {
    requireChannel(config, name, target);
    const pointer = await readPointer(files, name, target);
    return pointer === undefined ? emptyContent('gzip') : readContent(files, pointer.snapshot);
  }
  const file = layout.record(target, await findSnapshotId(files, target, name));
  return readContent(files, parseRecord((await files.read(file)) ?? new Uint8Array(), file).snapshot);
}
