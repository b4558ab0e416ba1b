import { canonicalJson } from '@bigpanda/release-model';
import { readPointer } from './channel-pointer.ts';
import { writeChannelView, type ChannelView } from './channel-view.ts';
import { writeHistoryLinks, type HistoryLink } from './history-links.ts';
import { isMembers, parseMembers, readCount, readText } from './json-record.ts';
import { layout } from './layout.ts';
import { stageFile, type Staged } from './replace-file.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** What a change is about to bring into the repository: written first and removed last, so that the next one can clean up. */
export interface PublishIntent extends ChannelView {
  readonly channel: string;
  readonly target: string;
  /** Of the record: the change is done when the pointer names it. */
  readonly number: number;
  /** Paths that did not exist before, relative to the root. */
  readonly added: readonly string[];
  /** Names that the snapshot gets. */
  readonly links: readonly HistoryLink[];
  /** Paths that go once the pointer has moved. */
  readonly removed: readonly string[];
}

/** Makes an intent ready; it has to be in its place before anything it names. */
export async function stageIntent(files: RepositoryFiles, intent: PublishIntent): Promise<Staged> {
  return stageFile(files, layout.intent, canonicalJson(intent));
}

/** The change that did not end, `undefined` when there is none. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readIntent(files: RepositoryFiles): Promise<PublishIntent | undefined> {
  const bytes = await files.read(layout.intent);
  if (bytes === undefined) return undefined;
  const members = parseMembers(bytes, layout.intent);
  const read = (name: string) => readText(members, name, layout.intent);
  const readPaths = (name: string) => {
    const paths = members[name];
    if (Array.isArray(paths) && paths.every(isOwnPath)) return paths;
    throw repositoryDamaged(layout.intent, `has no list "${name}" of paths`);
  };
  const { links } = members;
  if (!Array.isArray(links) || !links.every(isLink)) throw repositoryDamaged(layout.intent, 'has no list "links"');
  return {
    channel: read('channel'), target: read('target'), number: readCount(members, 'number', layout.intent),
    baseUrl: read('baseUrl'), releasePackage: read('releasePackage'), added: readPaths('added'), removed: readPaths('removed'), links,
  };
}

/**
 * Ends a change that was cut off: one whose pointer has moved is finished, any other is undone. Can itself be cut off anywhere.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function settleIntent(files: RepositoryFiles): Promise<void> {
  const intent = await readIntent(files);
  if (intent !== undefined) await settle(files, intent);
  await files.remove(layout.staging);
}

async function settle(files: RepositoryFiles, intent: PublishIntent): Promise<void> {
  const pointer = await readPointer(files, intent.channel, intent.target);
  if (pointer?.record?.number === intent.number) {
    await writeChannelView(files, pointer, intent);
    await finishIntent(files, intent);
    return;
  }
  for (const path of intent.added) await files.remove(path);
  await files.sync();
  await files.remove(layout.intent);
  await files.sync();
}

/** What comes after the pointer and its view: names of the snapshot, what goes, the intent itself. */
export async function finishIntent(files: RepositoryFiles, { links, removed }: PublishIntent): Promise<void> {
  await writeHistoryLinks(files, links);
  for (const path of removed) await files.remove(path);
  if (removed.length > 0) await files.sync();
  // When the removal of the intent is lost, what it says is done once more, which changes nothing.
  await files.remove(layout.intent);
  await files.remove(layout.staging);
}

/** Whether a path is what an unfinished change brought in, takes away, or may not have brought up to date. */
export function isOfIntent({ channel, target, added, removed, links }: PublishIntent, path: string): boolean {
  const views = [layout.pointer(channel, target), layout.mirrorlist(channel, target), layout.metalink(channel, target), layout.releaseRpm(channel, target), ...links.map((link) => link.path)];
  return views.includes(path) || [layout.plain(channel, target), ...added, ...removed].some((own) => path === own || path.startsWith(`${own}/`));
}

/** Only what a change adds or takes away may be removed by what a file says. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && /^(?:pool|snapshots|keys|moves|serial|release|at|channels)\/(?!(?:.*\/)?\.)[^\p{Cc}]+$/u.test(value);
}

function isLink(value: unknown): value is HistoryLink {
  if (!isMembers(value)) return false;
  const { path, target } = value;
  return typeof path === 'string' && /^(?:serial|release|at)\/(?!(?:.*\/)?\.)[^\p{Cc}]+$/u.test(path)
    && typeof target === 'string' && /^(?:\.\.\/)+snapshots\/[a-z0-9]+\/\d{6,}-[0-9a-f]{12}$/.test(target);
}
