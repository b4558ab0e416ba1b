import type { ChannelPointer } from './channel-pointer.ts';
import { layout, poolLink, snapshotId } from './layout.ts';
import { replaceLink, replaceShared } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** In the order in which they have to change; a client that reads between the second and the third meets a signature that does not fit. */
const pointing = ['repomd.xml', 'repomd.xml.asc', 'repomd.xml.key'] as const;

/**
 * Brings the folder for plain `baseurl` clients to what the channel points at, in the careful order: data, repomd.xml, its signature.
 * Older data stays until it is collected, for clients that hold an older repomd.xml. Cost: nothing is copied, only linked.
 */
export async function writePlainFolder(files: RepositoryFiles, { channel, target, snapshot }: ChannelPointer): Promise<void> {
  const folder = layout.plain(channel, target);
  const source = layout.repodata(target, snapshotId(snapshot));
  if ((await files.readLink(`${folder}/Packages`)) !== poolLink) await replaceLink(files, `${folder}/Packages`, poolLink);
  const present = new Set((await files.list(`${folder}/repodata`)).map(({ name }) => name));
  const names = (await files.list(source)).map(({ name }) => name);
  for (const name of names.filter((each) => !isPointing(each) && !present.has(each))) await replaceShared(files, `${folder}/repodata/${name}`, `${source}/${name}`);
  for (const name of pointing.filter((each) => names.includes(each))) await replaceShared(files, `${folder}/repodata/${name}`, `${source}/${name}`);
}

/** Whether a name is one of those that change with every publish. */
export function isPointing(name: string): boolean {
  return pointing.some((each) => each === name);
}
