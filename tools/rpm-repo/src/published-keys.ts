import type { RepositoryConfig } from '@bigpanda/release-model';
import { chooseKeyScope } from './channel-choice.ts';
import { readPointer, type ChannelPointer } from './channel-pointer.ts';
import { keyFileName, layout, snapshotId } from './layout.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';

/**
 * The names of the key files that a client of a channel needs, the one of the key that signs first: those whose keys its snapshot names for zypper,
 * or all where the target takes the additional ones too.
 */
export async function listClientKeyFiles(files: RepositoryFiles, pointer: ChannelPointer, config: RepositoryConfig): Promise<readonly string[]> {
  const current = keyFileName(config.name);
  const names = (await files.list(layout.keys)).map(({ name }) => name).filter((name) => name.startsWith(`${current}-`));
  if (chooseKeyScope(config, pointer.target) === 'all') return [current, ...names];
  const named = await readText(files, `${layout.repodata(pointer.target, snapshotId(pointer.snapshot))}/repomd.xml.key`);
  const texts = await Promise.all(names.map((name) => readText(files, `${layout.keys}/${name}`)));
  return [current, ...names.filter((_, index) => named.includes(texts[index] ?? ''))];
}

/**
 * As `listClientKeyFiles`, for the channel of a repository; that of the key that signs where nothing was published yet.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function listKeyFiles(root: string, config: RepositoryConfig, { channel, target }: { readonly channel: string; readonly target: string }): Promise<readonly string[]> {
  const files = openRepositoryFiles(root);
  const pointer = await readPointer(files, channel, target);
  return pointer === undefined ? [keyFileName(config.name)] : listClientKeyFiles(files, pointer, config);
}

async function readText(files: RepositoryFiles, file: string): Promise<string> {
  return Buffer.from((await files.read(file)) ?? '').toString();
}
