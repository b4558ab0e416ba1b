import { openRepositoryFiles, type RepositoryFiles } from '../src/index.ts';

/** One change to the disk, as it was asked for. */
export type RecordedChange =
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'link' | 'share' | 'move'; readonly path: string; readonly other: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'sync' };

/** A disk that notes every change it makes. */
export function recordFiles(root: string, changes: RecordedChange[]): RepositoryFiles {
  const files = openRepositoryFiles(root);
  const note = async (change: RecordedChange, apply: Promise<void>): Promise<void> => {
    await apply;
    changes.push(change);
  };
  return {
    ...files,
    write: (path, ...parts) => note({ kind: 'write', path, bytes: Buffer.concat(parts) }, files.write(path, ...parts)),
    link: (path, target) => note({ kind: 'link', path, other: target }, files.link(path, target)),
    share: (path, to) => note({ kind: 'share', path, other: to }, files.share(path, to)),
    move: (from, to) => note({ kind: 'move', path: from, other: to }, files.move(from, to)),
    remove: (path) => note({ kind: 'remove', path }, files.remove(path)),
    sync: () => note({ kind: 'sync' }, files.sync()),
  };
}

/** How much of what was not synced a crash leaves. */
export type Loss = 'kept' | 'dropped' | 'mixed';

/**
 * Brings a copy of the disk to what a machine finds that stopped after so many changes: everything up to the last sync, and of the
 * rest all, nothing, or each change by chance, with written bytes cut by chance.
 */
export async function replayCrash(root: string, changes: readonly RecordedChange[], { loss, random }: { readonly loss: Loss; readonly random: () => number }): Promise<void> {
  const files = openRepositoryFiles(root);
  const durable = changes.findLastIndex(({ kind }) => kind === 'sync');
  for (const [index, change] of changes.entries()) {
    const isLost = index > durable && (loss === 'dropped' || (loss === 'mixed' && random() < 0.5));
    if (isLost) continue;
    const isCut = index > durable && loss === 'mixed' && random() < 0.5;
    // A change whose ground was lost is lost as well.
    await apply(files, change, isCut ? random() : 1).catch(() => undefined);
  }
}

async function apply(files: RepositoryFiles, change: RecordedChange, part: number): Promise<void> {
  switch (change.kind) {
    case 'write':
      return files.write(change.path, change.bytes.subarray(0, Math.floor(change.bytes.length * part)));
    case 'link':
      return files.link(change.path, change.other);
    case 'share':
      return files.share(change.path, change.other);
    case 'move':
      return files.move(change.path, change.other);
    case 'remove':
      return files.remove(change.path);
    case 'sync':
  }
}
