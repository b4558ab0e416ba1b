import type { ChannelPointer } from './channel-pointer.ts';
import { layout, poolLink, snapshotId } from './layout.ts';
import { placeStaged, stageLink, stageShared, type Staged } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** In the order in which they have to change; a client that reads between the first and the second meets a signature that does not fit. */
const pointing = ['repomd.xml', 'repomd.xml.asc', 'repomd.xml.key'] as const;

/** What has to be in place before, and what has to follow in its order. */
export interface StagedFolder {
  readonly data: readonly Staged[];
  readonly pointing: readonly Staged[];
}

/**
 * Makes ready the folder for plain `baseurl` clients, which changes in the careful order: data, repomd.xml, its signature.
 * Older data stays until it is collected, for clients that hold an older repomd.xml. Cost: nothing is copied, only linked.
 */
export async function stagePlainFolder(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer): Promise<StagedFolder> {
  const folder = layout.plain(channel, target);
  const source = layout.repodata(target, snapshotId(snapshot));
  const present = new Set((await files.list(`${folder}/repodata`)).map(({ name }) => name));
  const names = (await files.list(source)).map(({ name }) => name);
  const share = (name: string) => stageShared(files, `${folder}/repodata/${name}`, `${source}/${name}`);
  const data: Staged[] = (await files.readLink(`${folder}/Packages`)) === poolLink ? [] : [await stageLink(files, `${folder}/Packages`, poolLink)];
  for (const name of names.filter((each) => !isPointing(each) && !present.has(each))) data.push(await share(name));
  const last: Staged[] = [];
  for (const name of pointing.filter((each) => names.includes(each))) last.push(await share(name));
  return { data, pointing: last };
}

/** Places the folder's files in their order. */
export async function placePlainFolder(files: RepositoryFiles, staged: StagedFolder): Promise<void> {
  await placeStaged(files, staged.data);
  await placeStaged(files, staged.pointing);
}

/** Whether a name is one of those that change with every publish. */
export function isPointing(name: string): boolean {
  return pointing.some((each) => each === name);
}
