import { canonicalJson } from '@bigpanda/release-model';
import { readPointer } from './channel-pointer.ts';
import { writeChannelView, type ChannelView } from './channel-view.ts';
import { parseMembers, readText } from './json-record.ts';
import { layout, snapshotId } from './layout.ts';
import { replaceFile } from './replace-file.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** What a publish is about to bring into the repository: written first and removed last, so that the next one can clean up. */
export interface PublishIntent extends ChannelView {
  readonly channel: string;
  readonly target: string;
  /** Folder name of the new snapshot. */
  readonly id: string;
  /** Paths that did not exist before, relative to the root. */
  readonly added: readonly string[];
}

export async function writeIntent(files: RepositoryFiles, intent: PublishIntent): Promise<void> {
  await replaceFile(files, layout.intent, canonicalJson(intent));
}

/** The publish that did not end, `undefined` when there is none. @throws ReleaseError `REPOSITORY_DAMAGED` */
export async function readIntent(files: RepositoryFiles): Promise<PublishIntent | undefined> {
  const bytes = await files.read(layout.intent);
  if (bytes === undefined) return undefined;
  const members = parseMembers(bytes, layout.intent);
  const read = (name: string) => readText(members, name, layout.intent);
  const { added } = members;
  if (!Array.isArray(added) || !added.every(isOwnPath)) throw repositoryDamaged(layout.intent, 'has no list "added" of paths');
  return { channel: read('channel'), target: read('target'), id: read('id'), baseUrl: read('baseUrl'), releasePackage: read('releasePackage'), added };
}

/**
 * Ends a publish that was cut off: one whose pointer has moved is finished, any other is undone. Can itself be cut off anywhere.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function settleIntent(files: RepositoryFiles): Promise<void> {
  const intent = await readIntent(files);
  if (intent !== undefined) {
    const pointer = await readPointer(files, intent.channel, intent.target);
    if (pointer !== undefined && snapshotId(pointer.snapshot) === intent.id) {
      await writeChannelView(files, pointer, intent);
    } else {
      for (const path of intent.added) await files.remove(path);
    }
    await files.remove(layout.intent);
  }
  await files.remove(layout.staging);
}

/** Whether a path is what an unfinished publish brought in, or may not have brought up to date. */
export function isOfIntent({ channel, target, added }: PublishIntent, path: string): boolean {
  const views = [layout.mirrorlist(channel, target), layout.releaseRpm(channel, target)];
  return views.includes(path) || added.some((own) => path === own || path.startsWith(`${own}/`));
}

/** Only what a publish adds may be removed by what a file says. */
function isOwnPath(value: unknown): value is string {
  return typeof value === 'string' && /^(?:pool|snapshots|keys)\/(?!(?:.*\/)?\.)[^\p{Cc}]+$/u.test(value);
}
